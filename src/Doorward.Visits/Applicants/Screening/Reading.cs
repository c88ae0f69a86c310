using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>What a message turned out to be.</summary>
internal abstract record Reading
{
    private Reading()
    {
    }

    /// <summary>An event of another type: somebody else's, perhaps, so it is left where it is.</summary>
    public sealed record Foreign : Reading;

    /// <summary>Nothing that can be used. The sentence names fields and never what is in them.</summary>
    public sealed record Malformed(string Problem) : Reading;

    /// <summary>Somebody was screened.</summary>
    /// <param name="EventId">As the event has it; null: it has none.</param>
    /// <param name="OccurredAt">As the event has it, where it does.</param>
    /// <param name="Organization">Whose it is, as the event calls it; null: it does not say.</param>
    /// <param name="ExternalId">What the screening system calls the applicant.</param>
    /// <param name="Name">Empty where the level is not fit.</param>
    /// <param name="Email">Empty where the level is not fit.</param>
    /// <param name="RiskLevel">LOW, MEDIUM, HIGH; UNKNOWN for anything else.</param>
    public sealed record Screened(
        string? EventId, DateTimeOffset? OccurredAt, string? Organization, string ExternalId, string Name, string Email, string RiskLevel) : Reading
    {
        // A record prints all it holds, and this one holds a person.
        public override string ToString() => nameof(Screened);
    }
}

/// <summary>
/// Reads a message of the screening system in any of the shapes that occur: flat; flat with the level in <c>screening</c>; an envelope with the
/// same in <c>data</c>; that as a string in what SNS sends. Names are compared as they are; a level in any case and with spaces around it.
/// </summary>
internal static class MessageReader
{
    private const int Longest = 200;

    // A field that is there twice would be read by us in one way and by the next program in another.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly string[] OurTypes = ["APPLICANT_SCREENED", "APPLICANT_SCREENED.v1"];

    // How events of others say what they are: enough to tell that they are not ours.
    private static readonly string[] TypeNames = ["event_type", "eventType", "detail-type", "type"];

    public static Reading Read(string text)
    {
        try
        {
            using var message = JsonDocument.Parse(text, Strict);
            return Unwrap(message.RootElement);
        }
        catch (Exception garbage) when (garbage is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair, escaped
            return new Reading.Malformed("The message is no JSON, or has a field twice.");
        }
    }

    private static Reading Unwrap(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return new Reading.Malformed("The message is no JSON object.");
        }

        if (TypeOf(message) is null && Text(message, "Message") is { } wrapped)
        {
            using var inner = JsonDocument.Parse(wrapped, Strict);
            return inner.RootElement.ValueKind == JsonValueKind.Object ? ByType(inner.RootElement) : new Reading.Malformed("Message holds no JSON object.");
        }

        return ByType(message);
    }

    private static Reading ByType(JsonElement message) => TypeOf(message) switch
    {
        // flat ones of old say nothing of their type
        null when Text(message, "applicant_id") is null => new Reading.Malformed("event_type is missing."),
        null => Screened(message),
        var type when !OurTypes.Contains(type, StringComparer.Ordinal) => new Reading.Foreign(),
        _ => Screened(message),
    };

    private static Reading Screened(JsonElement message)
    {
        var inEnvelope = message.TryGetProperty("data", out var data);
        if (inEnvelope && data.ValueKind != JsonValueKind.Object)
        {
            return new Reading.Malformed("data is no object.");
        }

        var fields = inEnvelope ? data : message;
        var errors = new FieldErrors();
        var externalId = errors.Line("applicant_id", Text(fields, "applicant_id"), Longest);
        var risk = RiskLevel(fields, errors);
        var isFit = risk is "LOW" or "MEDIUM";
        var name = isFit ? errors.Line("name", Text(fields, "name"), Longest) : "";
        var email = isFit ? errors.Email("email", Text(fields, "email")) : "";
        var eventId = errors.OptionalLine("event_id", Text(message, "event_id"), Longest);
        var organization = errors.OptionalLine("organization_id", Organization(fields) ?? Organization(message), Longest);
        DateTimeOffset? occurredAt = Rfc3339.TryParse(Text(message, "occurred_at"), out var time) ? time : null;
        return errors.Any
            ? new Reading.Malformed(string.Join(' ', errors.All.Select(error => $"{error.Field} {error.Sentence}")))
            : new Reading.Screened(eventId, occurredAt, organization, externalId, name, email, risk);
    }

    private static string RiskLevel(JsonElement fields, FieldErrors errors)
    {
        var levels = new[] { Text(fields, "risk_level"), Member(fields, "screening") is { } screening ? Text(screening, "risk_level") : null }
            .Where(level => !string.IsNullOrWhiteSpace(level)).Select(level => level!.Trim().ToUpperInvariant()).Distinct().ToList();
        switch (levels)
        {
            case []:
                errors.Add("risk_level", "is required.");
                return "";
            case [var level]:
                return level is "LOW" or "MEDIUM" or "HIGH" ? level : "UNKNOWN";
            default:
                errors.Add("risk_level", "is said twice, and differently.");
                return "";
        }
    }

    private static string? Organization(JsonElement of) => Text(of, "organization_id") ?? Text(of, "organization");

    private static string? TypeOf(JsonElement message) => TypeNames.Select(name => Text(message, name)).FirstOrDefault(type => !string.IsNullOrWhiteSpace(type));

    // A number is as good as a text where ids are concerned.
    private static string? Text(JsonElement of, string name) => Member(of, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static JsonElement? Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;
}
