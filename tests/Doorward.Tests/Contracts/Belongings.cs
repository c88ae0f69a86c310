using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Contracts;

/// <summary>What an agency of a contract test has: one of everything, and more slots: one that is open, one that is held.</summary>
internal sealed record Belongings(
    Agency Agency, Person Agent, Person Applicant, Guid Property, Guid OpenSlot, Guid HeldSlot, Guid BookedSlot, Guid Booking, Guid ApplicantId, Guid AgentId, Guid Invitation,
    Guid ApiKey, Guid Session, Guid File)
{
    /// <summary>Every id of theirs, of every kind.</summary>
    public required IReadOnlyList<Guid> All { get; init; }

    /// <summary>A notice of the owner's, and a device.</summary>
    public required Guid Notice { get; init; }

    public required Guid Device { get; init; }

    public static async Task<Belongings> Of(Agency agency)
    {
        var agent = await agency.Agent();
        var applicant = await agency.Applicant();
        var property = await agency.Owner.CreatesProperty();
        var open = await agency.Owner.Opens(property, agency.Tomorrow(1));
        var booked = await agency.Owner.Opens(property, agency.Tomorrow(2));
        var held = await agency.Owner.Opens(property, agency.Tomorrow(3));
        var booking = await applicant.Books(booked.Id, "Bring the keys.");
        (await applicant.Holds(held.Id, 60)).Outcome.ShouldBe("held");
        var file = await Arrived(agency);
        // Everybody has called once: from now on a call that is refused has no reason to write anything.
        (await agent.Get("slots")).Code.ShouldBe(200);
        var agentId = (await agent.Get("me")).Id;
        // somebody who has left, with a visit that is booked
        var gone = await agency.Agent("Eva");
        await applicant.Books((await gone.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow(9))).Id);
        (await gone.Delete("members/me")).Code.ShouldBe(204);
        var invitation = await agency.Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@example.com", role = "agent" });
        var key = await agency.Owner.Post("api-keys", new { name = "Our CRM", scopes = new[] { "read" } });
        var session = await SessionOf(agency, agentId);
        await SessionOf(agency, agentId);
        var device = await agency.Owner.Post("me/devices", new { platform = "web", push_token = $"token-{Guid.CreateVersion7()}" });
        await Quiet.Down(agency.Desk);
        var notice = (await agency.Owner.Get("me/notices")).Body!["notices"]![0]!;
        var all = new List<Guid>();
        await using var ids = agency.Desk.Database.CreateCommand("""
            SELECT person_id FROM accounts.members WHERE organization_id = $1
            UNION SELECT s.id FROM accounts.sessions s JOIN accounts.members m ON m.person_id = s.person_id WHERE m.organization_id = $1
            UNION SELECT id FROM visits.applicants WHERE organization_id = $1
            UNION SELECT person_id FROM visits.applicants WHERE organization_id = $1
            UNION SELECT subject_id FROM events.log WHERE organization_id = $1
            UNION SELECT id FROM events.log WHERE organization_id = $1
            UNION SELECT id FROM accounts.files WHERE organization_id = $1
            UNION SELECT id FROM accounts.notices WHERE organization_id = $1
            UNION SELECT $1
            """);
        ids.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
        await using var rows = await ids.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            all.Add(rows.GetGuid(0));
        }

        return new Belongings(agency, agent, applicant, property, open.Id, held.Id, booked.Id, booking.Id, Guid.Parse((string)booking.Only["applicant_id"]!), agentId,
            Guid.Parse((string)invitation.Body!["id"]!), key.Id, session, file)
        {
            All = all, Notice = Guid.Parse((string)notice["id"]!), Device = device.Id,
        };
    }

    /// <summary>The thing that a segment of a path, or a body's field without its _id, speaks of.</summary>
    public Guid ById(string nouns) => nouns switch
    {
        "properties" or "propertys" => Property,
        "slots" => OpenSlot,
        "bookings" => Booking,
        "applicants" => ApplicantId,
        "members" => AgentId,
        "invitations" => Invitation,
        "api-keys" => ApiKey,
        "sessions" => Session,
        "organizations" => Agency.Id,
        "files" => File,
        "notices" => Notice,
        "devices" => Device,
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

    /// <summary>That somebody signed in with a browser, without the browser; for which agency they act is not said yet.</summary>
    private static async Task<Guid> SessionOf(Agency agency, Guid person)
    {
        var id = Guid.CreateVersion7();
        await using var begin = agency.Desk.Database.CreateCommand("""
            INSERT INTO accounts.sessions (id, person_id, digest, user_agent, created_at, seen_at, rotated_at, ends_at)
            VALUES ($1, $2, sha256(convert_to($1::text, 'UTF8')), 'Firefox', now(), now(), now(), now() + interval '400 days')
            """);
        begin.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        begin.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        await begin.ExecuteNonQueryAsync();
        return id;
    }

    public async Task<string> InvitationToken() =>
        (string)(await Agency.Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@example.com", role = "agent" })).Body!["token"]!;
}
