using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Doorward.Platform.Queues;

/// <summary>Reads what an SQS server answered, and trusts none of it.</summary>
internal static class SqsAnswers
{
    private const int LongestFault = 64;

    public static IReadOnlyList<SqsMessage> Messages(JsonElement answer) => Member(answer, "Messages") switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } messages => [.. messages.EnumerateArray().Select(Message)],
        _ => throw Odd(),
    };

    /// <summary>What is in neither list was not done, as far as anybody knows.</summary>
    public static SqsLeftOver LeftOver(JsonElement answer, IReadOnlyList<SqsMessage> asked)
    {
        var done = Entries(answer, "Successful").Select(entry => entry.Id).ToHashSet();
        var refused = Entries(answer, "Failed").Where(entry => entry.SenderFault).Select(entry => entry.Id).ToHashSet();
        var left = asked.Select((message, n) => (Message: message, Id: n.ToString(CultureInfo.InvariantCulture))).Where(one => !done.Contains(one.Id)).ToLookup(
            one => refused.Contains(one.Id), one => one.Message);
        return new SqsLeftOver([.. left[false]], [.. left[true]]);
    }

    /// <summary>The fault's name, such as <c>QueueDoesNotExist</c>, where the answer has one; never what else it says.</summary>
    public static string Fault(byte[] said)
    {
        try
        {
            using var answer = JsonDocument.Parse(said);
            var name = (Text(answer.RootElement, "__type") ?? "").Split('#')[^1];
            return name.Length is > 0 and <= LongestFault && name.All(char.IsAsciiLetter) ? $" {name}" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static SqsMessage Message(JsonElement message) => new(
        Text(message, "MessageId") ?? throw Odd(),
        Text(message, "ReceiptHandle") ?? throw Odd(),
        Text(message, "Body") ?? throw Odd(),
        Member(message, "Attributes") is { } attributes && Text(attributes, "SentTimestamp") is { } sent ? Time(sent) : null,
        Member(message, "MessageAttributes") is { } own && Member(own, "traceparent") is { } trace ? Text(trace, "StringValue") : null);

    private static DateTimeOffset? Time(string milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(since)
            : null;

    private static IEnumerable<(string Id, bool SenderFault)> Entries(JsonElement answer, string list) =>
        Member(answer, list) is { ValueKind: JsonValueKind.Array } entries
            ? entries.EnumerateArray().Select(entry => (Text(entry, "Id") ?? "", Member(entry, "SenderFault") is { ValueKind: JsonValueKind.True }))
            : [];

    private static JsonElement? Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement of, string name)
    {
        if (Member(of, name) is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        try
        {
            return Storable(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: no string can be made of it, so it stays as it was written.
            return text.GetRawText();
        }
    }

    private static string Storable(string text)
    {
        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return storable.ToString();
    }

    private static QueueUnavailable Odd() => new("what it answered is no answer of SQS");
}
