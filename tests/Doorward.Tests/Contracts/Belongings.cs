using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Contracts;

/// <summary>What an agency of a contract test has: one of everything, and one more slot that is open.</summary>
internal sealed record Belongings(Agency Agency, Person Agent, Person Applicant, Guid Property, Guid OpenSlot, Guid BookedSlot, Guid Booking, Guid ApplicantId, Guid File)
{
    /// <summary>Every id of theirs, of every kind.</summary>
    public required IReadOnlyList<Guid> All { get; init; }

    public static async Task<Belongings> Of(Agency agency)
    {
        var agent = await agency.Agent();
        var applicant = await agency.Applicant();
        var property = await agency.Owner.CreatesProperty();
        var open = await agency.Owner.Opens(property, agency.Tomorrow(1));
        var booked = await agency.Owner.Opens(property, agency.Tomorrow(2));
        var booking = await applicant.Books(booked.Id, "Bring the keys.");
        var file = await Arrived(agency);
        // Everybody has called once: from now on a call that is refused has no reason to write anything.
        (await agent.Get("slots")).Code.ShouldBe(200);
        var all = new List<Guid>();
        await using var ids = agency.Desk.Database.CreateCommand("""
            SELECT person_id FROM accounts.members WHERE organization_id = $1
            UNION SELECT id FROM visits.applicants WHERE organization_id = $1
            UNION SELECT person_id FROM visits.applicants WHERE organization_id = $1
            UNION SELECT subject_id FROM events.log WHERE organization_id = $1
            UNION SELECT id FROM events.log WHERE organization_id = $1
            UNION SELECT id FROM accounts.files WHERE organization_id = $1
            UNION SELECT $1
            """);
        ids.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
        await using var rows = await ids.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            all.Add(rows.GetGuid(0));
        }

        return new Belongings(agency, agent, applicant, property, open.Id, booked.Id, booking.Id, Guid.Parse((string)booking.Only["applicant_id"]!), file) { All = all };
    }

    /// <summary>The thing that a segment of a path, or a body's field without its _id, speaks of.</summary>
    public Guid ById(string nouns) => nouns switch
    {
        "properties" or "propertys" => Property,
        "slots" => OpenSlot,
        "bookings" => Booking,
        "applicants" => ApplicantId,
        "files" => File,
        _ => throw new InvalidOperationException($"The contract speaks of {nouns} by id: teach Belongings one of them."),
    };

    /// <summary>A file of the owner's whose bytes have arrived and which waits to be completed: it can be shown, completed and deleted.</summary>
    private static async Task<Guid> Arrived(Agency agency)
    {
        var bytes = "%PDF-1.7"u8.ToArray();
        var announced = await agency.Owner.Post("files", new { purpose = "attachment", content_type = "application/pdf", bytes = bytes.Length });
        using var put = new HttpRequestMessage(HttpMethod.Put, (string)announced.Body!["upload"]!["url"]!) { Content = new ByteArrayContent(bytes) };
        put.Content.Headers.ContentType = new("application/pdf");
        (await agency.Door.Http.SendAsync(put, CancellationToken.None)).EnsureSuccessStatusCode();
        return announced.Id;
    }

    public async Task<string> InvitationToken() =>
        (string)(await Agency.Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@example.com", role = "agent" })).Body!["token"]!;
}
