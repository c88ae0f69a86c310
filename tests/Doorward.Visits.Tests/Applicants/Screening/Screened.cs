using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Platform.Events.Jobs;
using Doorward.Testing;
using Doorward.Visits.Applicants.Screening;
using Npgsql;

namespace Doorward.Visits.Tests.Applicants.Screening;

/// <summary>An event of the screening system, in each of the shapes that occur.</summary>
internal sealed record Screened(string Organization, string ApplicantId, string Level = "LOW")
{
    public static readonly string[] Shapes = ["flat", "nested", "envelope", "typed", "sns", "untyped"];

    public string Name { get; init; } = "João Silva";

    public string Email => $"{ApplicantId}@example.com";

    public string EventId { get; init; } = $"event-{Guid.CreateVersion7()}";

    public static Screened Of(Agency agency, string level = "LOW") => new(agency.Slug, $"x-{Guid.CreateVersion7():N}", level);

    public string As(string shape) => shape switch
    {
        "flat" => Text(new { event_type = "APPLICANT_SCREENED", event_id = EventId, applicant_id = ApplicantId, organization_id = Organization, name = Name, email = Email, risk_level = Level }),
        "nested" => Text(new { event_type = "APPLICANT_SCREENED", applicant_id = ApplicantId, organization_id = Organization, name = Name, email = Email, screening = new { risk_level = Level, dti_ratio = 0.28 }, documents = Array.Empty<int>() }),
        "envelope" => Text(Envelope("APPLICANT_SCREENED")),
        "typed" => Text(Envelope("APPLICANT_SCREENED.v1")),
        "sns" => Text(new { Type = "Notification", MessageId = Guid.CreateVersion7(), TopicArn = "arn:aws:sns:eu-west-1:1:screened", Message = As("typed") }),
        "untyped" => Text(new { applicant_id = ApplicantId, organization = Organization, name = Name, email = Email, risk_level = Level }),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private object Envelope(string type) => new
    {
        event_type = type, event_id = EventId, occurred_at = "2026-11-16T12:00:00Z",
        data = new { applicant_id = ApplicantId, organization_id = Organization, name = Name, email = Email, date_of_birth = "1990-05-15", screening = new { risk_level = Level } },
    };

    private static string Text(object value) => JsonSerializer.Serialize(value);
}

/// <summary>A look behind the counter.</summary>
internal static class Behind
{
    public static async Task<JsonArray> Applicants(this Agency agency) => (await agency.Owner.Get("applicants?limit=100")).Body!["applicants"]!.AsArray();

    public static async Task<IReadOnlyList<string>> Outcomes(this Agency agency) => await agency.Door.Database.Texts(
        "SELECT outcome FROM visits.screenings WHERE organization_id = $1 ORDER BY handled_at, outcome", agency.Id);

    public static async Task<IReadOnlyList<string>> Logged(this Agency agency) => await agency.Door.Database.Texts(
        "SELECT type || ' ' || (after ->> 'risk_level') FROM events.log WHERE organization_id = $1 AND type LIKE 'applicant.%' AND type <> 'applicant.signed_in' ORDER BY tx, seq", agency.Id);

    /// <summary>The dead letter whose text speaks of it.</summary>
    public static async Task<DeadLetter?> Letter(this IFrontDoor door, string word)
    {
        foreach (var letter in await new DeadLetters(door.Database).List(1000, CancellationToken.None))
        {
            if (letter.Kind == ScreeningJob.Name && await new DeadLetters(door.Database).Payload(letter.Id, CancellationToken.None) is { } payload && payload.Contains(word, StringComparison.Ordinal))
            {
                // one that goes between the two looks is gone
                return letter;
            }
        }

        return null;
    }

    public static async Task<IReadOnlyList<string>> Texts(this NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var texts = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }

    public static async Task Do(this NpgsqlDataSource database, string sql, params object[] values) => await database.Texts(sql, values);
}
