using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Testing;

/// <summary>An agency of a test's own: tests share one database and run in parallel.</summary>
public sealed class Agency
{
    private int _applicants;

    private Agency(IFrontDoor door, Guid id, string slug, Person owner) => (Door, Id, Slug, Owner) = (door, id, slug, owner);

    /// <summary>The node that its people call.</summary>
    public IFrontDoor Door { get; }

    public Desk Desk => (Desk)Door;

    public Guid Id { get; }

    public string Slug { get; }

    public Person Owner { get; }

    /// <summary>Founds one on the shared desk, or on a desk of the test's own.</summary>
    public static async Task<Agency> Open(Desk? desk = null) => await Open((IFrontDoor)(desk ?? await Desk.Shared));

    /// <summary>Founds one at any node.</summary>
    public static async Task<Agency> Open(IFrontDoor door)
    {
        var (organization, person) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var slug = $"agency-{organization:N}";
        // The one-time link founds only the first organization; the others of a test run are put in place directly.
        await using var found = door.Database.CreateCommand("""
            WITH o AS (INSERT INTO accounts.organizations (id, slug, name, created_at) VALUES ($1, $2, 'Test Lettings', now())),
                 p AS (INSERT INTO accounts.people (id, name, email, created_at) VALUES ($3, 'Olga Owner', 'olga@' || $2 || '.example', now())),
                 s AS (INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at) VALUES ('doorward', $3::text, $3, now()))
            INSERT INTO accounts.members (organization_id, person_id, role, joined_at) VALUES ($1, $3, 'owner', now())
            """);
        found.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = organization });
        found.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        found.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        await found.ExecuteNonQueryAsync();
        var token = door.Issuer.Mint(new OwnTokenClaims(person.ToString(), null, false, "Olga Owner", slug, "owner"), TimeSpan.FromDays(400));
        return new Agency(door, organization, slug, new Person(door, token));
    }

    /// <summary>Invites somebody, who joins.</summary>
    public async Task<Person> Agent(string name = "Ana Agent")
    {
        var invitation = await Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@{Slug}.example", role = "agent" });
        var joined = await new Person(Door, null).Post("invitations/sign-up", new { token = (string)invitation.Body!["token"]!, name });
        return new Person(Door, (string)joined.Body!["token"]!);
    }

    /// <summary>Accepts somebody, who can sign in.</summary>
    public async Task<Person> Applicant(string name = "Maria Alves")
    {
        var n = Interlocked.Increment(ref _applicants);
        var email = $"applicant-{n}@{Slug}.example";
        var accepted = await Owner.Post("applicants", new { external_id = $"x-{n}", name, email, risk_level = "LOW" });
        return new Person(Door, Door.Issuer.Mint(
            new OwnTokenClaims(accepted.Id.ToString(), email, true, name, Slug, "applicant"), TimeSpan.FromDays(400)));
    }

    /// <summary>Accepts many at once, who can all sign in.</summary>
    public async Task<IReadOnlyList<Person>> Applicants(int count) => await Task.WhenAll(Enumerable.Range(1, count).Select(n => Applicant($"Applicant {n}")));

    /// <summary>Several people join.</summary>
    public async Task<IReadOnlyList<Person>> Agents(int count) => await Task.WhenAll(Enumerable.Range(1, count).Select(n => Agent($"Agent {n}")));

    /// <summary>A program with an API key, made by the owner.</summary>
    public async Task<Person> Key(params string[] scopes) =>
        new(Door, (string)(await Owner.Post("api-keys", new { name = "Our CRM", scopes })).Body!["secret"]!);

    /// <summary>A day from now, on the hour, plus some hours.</summary>
    public DateTimeOffset Tomorrow(int hour = 0)
    {
        var now = Door.Clock.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, now.Day, 0, 0, 0, TimeSpan.Zero).AddDays(1).AddHours(10 + hour);
    }
}
