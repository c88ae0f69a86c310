using System.Text.Json;

namespace Doorward.Accounts.Notices.Mail.Mailjet;

/// <summary>Something that Mailjet tells about a mail, as far as it means something to a delivery.</summary>
/// <param name="State">delivered, bounced, or null where only the address is meant.</param>
/// <param name="Suppress">Why the address must not be mailed again; null where it may.</param>
internal sealed record MailEvent(Guid DeliveryId, DateTimeOffset At, string? State, string? Reason, string? Suppress, string Address)
{
    private const int LongestReason = 40;

    // Of Mailjet's table of errors: those after which nobody is there, whatever the event calls itself.
    private static readonly string[] NobodyThere = ["user unknown", "mailbox inactive", "invalid domain", "no mail host", "typofix"];

    /// <summary>The events of one call, an object or an array of them; what is not about a delivery of ours is left out.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyList<MailEvent> Read(JsonElement body) => [.. (body.ValueKind switch
    {
        JsonValueKind.Array => body.EnumerateArray(),
        JsonValueKind.Object => [body],
        _ => Enumerable.Empty<JsonElement>(),
    }).Select(One).OfType<MailEvent>()];

    private static MailEvent? One(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object || !Guid.TryParse(Text(one, "CustomID"), out var delivery)
            || !one.TryGetProperty("time", out var time) || time.ValueKind != JsonValueKind.Number || !time.TryGetInt64(out var seconds)
            || seconds is <= 0 or > 253_402_300_799 || Text(one, "email") is not { Length: > 0 and <= 320 } address || address.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var (kind, error) = (Text(one, "event"), Text(one, "error") ?? "");
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var nobody = NobodyThere.Contains(error);
        return kind switch
        {
            "sent" or "open" or "click" => new(delivery, at, "delivered", null, null, address),
            "bounce" => new(delivery, at, "bounced", ReasonOf("bounce", error), Flag(one, "hard_bounce") || Flag(one, "blocked") || nobody ? "hard_bounce" : null, address),
            // Our own repetition, stopped there: the first one is on its way.
            "blocked" when error == "duplicate in campaign" => null,
            "blocked" => new(delivery, at, "bounced", ReasonOf("blocked", error), nobody ? "hard_bounce" : error is "preblocked" or "blacklisted" ? "blocked"
                : error is "spam reporter" ? "spam_complaint" : null, address),
            "spam" => new(delivery, at, null, null, "spam_complaint", address),
            "unsub" => new(delivery, at, null, null, "unsubscribed", address),
            _ => null,
        };
    }

    // "user unknown" is user_unknown; of anything longer or stranger nothing is kept.
    private static string ReasonOf(string kind, string error)
    {
        var code = error.Replace(' ', '_').Replace('/', '_');
        return code.Length is 0 or > LongestReason || !code.All(letter => char.IsAsciiLetter(letter) || letter == '_') ? $"mailjet_{kind}" : $"mailjet_{code}";
    }

    private static string? Text(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
