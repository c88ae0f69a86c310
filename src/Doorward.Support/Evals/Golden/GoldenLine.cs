using System.Text.Json;
using Doorward.Support.Conversations;
using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Evals.Golden;

/// <summary>
/// A line of a golden set: <c>{"id": …, "message": …, "language": "en", "expected": {"intent": …, "routing": "answered", "citations": […], …}}</c>. Instead of
/// a message, <c>messages</c> gives a conversation: texts of the customer, and <c>{"staff": …}</c> between them.
/// </summary>
internal static class GoldenLine
{
    private static readonly string[] Intents = [.. WordLists.English.Intents.Keys, "other"];
    private static readonly string[] Categories = [.. Intents.Select(Triage.Category).Distinct()];

    public static GoldenCase? Read(JsonElement line, Action<string> tell)
    {
        var isFine = true;
        if (line.ValueKind is not JsonValueKind.Object)
        {
            Wrong("A case is an object in braces.");
            return null;
        }

        var fields = new GoldenFields("", line, Wrong);
        var id = fields.Text("id", GoldenLimits.Id);
        var (thread, message) = Messages(fields, line, Wrong);
        var language = fields.OneOf("language", ["en", "pt"]);
        var expected = Expectations(fields.Object("expected"), Wrong);
        fields.NothingElse();
        if (id is null)
        {
            Wrong("A case has an id, by which runs are compared.");
        }

        if (isFine && language is null && expected is not { IsAnything: true })
        {
            Wrong("It expects nothing. Say at least one thing that is known to be right, in expected.");
        }

        return id is null || message is null ? null : new GoldenCase(id, thread, message, language, expected);

        void Wrong(string sentence)
        {
            isFine = false;
            tell(sentence);
        }
    }

    private static Expected Expectations(GoldenFields? given, Action<string> wrong)
    {
        if (given is not { } fields)
        {
            return new Expected(null, null, null, null, null, [], [], []);
        }

        var citations = fields.Texts("citations").Select(written => new ExpectedCitation(written)).ToList();
        var (must, mustNot) = (Phrases("must"), Phrases("must_not"));
        if (citations.Any(citation => !citation.IsUsable) || must.Concat(mustNot).Any(phrase => !phrase.IsUsable))
        {
            wrong("A document or a phrase that is expected is not empty; | stands between several of which any will do.");
        }

        var expected = new Expected(
            fields.OneOf("intent", Intents), fields.OneOf("category", Categories), fields.OneOf("urgency", ["HIGH", "NORMAL", "LOW"]),
            fields.OneOf("sentiment", ["POSITIVE", "NEUTRAL", "NEGATIVE"]), fields.OneOf("routing", ["answered", "escalated"]), citations, must, mustNot);
        fields.NothingElse();
        return expected;

        List<ExpectedPhrase> Phrases(string name) => [.. fields.Texts(name).Select(written => new ExpectedPhrase(written))];
    }

    private static (IReadOnlyList<Turn> Thread, string? Message) Messages(GoldenFields fields, JsonElement line, Action<string> wrong)
    {
        var only = fields.Text("message", Message.Longest);
        if (!fields.Takes("messages"))
        {
            if (only is null && !line.TryGetProperty("message", out _))
            {
                wrong("A case has a message, or messages.");
            }

            return ([], only);
        }

        var messages = line.GetProperty("messages");
        if (only is not null || messages.ValueKind is not JsonValueKind.Array || messages.GetArrayLength() is 0 or > GoldenLimits.Turns)
        {
            wrong($"messages is a list of 1 to {GoldenLimits.Turns}, and stands instead of message.");
            return ([], null);
        }

        var turns = messages.EnumerateArray().Select(AsTurn).ToList();
        if (turns.Any(turn => turn is null) || turns[^1] is not { Author: "CUSTOMER" } last)
        {
            wrong($"messages holds texts of the customer, of 1 to {Message.Longest} characters, and {{\"staff\": \"…\"}} for what the agency answered; the last is the customer's.");
            return ([], null);
        }

        return ([.. turns.SkipLast(1).OfType<Turn>().TakeLast(Question.TurnsOfThread)], last.Body);
    }

    private static Turn? AsTurn(JsonElement said) => said switch
    {
        { ValueKind: JsonValueKind.String } when IsMessage(said.GetString()!) => new Turn("CUSTOMER", said.GetString()!.Trim()),
        { ValueKind: JsonValueKind.Object } when said.TryGetProperty("staff", out var staff) && said.EnumerateObject().Count() == 1
            && staff.ValueKind is JsonValueKind.String && IsMessage(staff.GetString()!) => new Turn("STAFF", staff.GetString()!.Trim()),
        _ => null,
    };

    private static bool IsMessage(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= Message.Longest && !text.Contains('\0', StringComparison.Ordinal);
}
