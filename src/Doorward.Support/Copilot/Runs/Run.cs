using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Platform.Http;
using Doorward.Support.Copilot.Drafting;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Outside;

namespace Doorward.Support.Copilot.Runs;

/// <summary>A run of the pipeline, whole: enough to repeat it from the record alone.</summary>
/// <param name="Decision">Null where the message no longer waited for an answer.</param>
/// <param name="Failure">Why nothing was drafted; null where something was.</param>
/// <param name="Received">What a worker outside sent; null where Doorward's own copilot drafted.</param>
internal sealed record Run(
    Question Question, Policy Policy, Triaged Triaged, Evidence Evidence, IReadOnlyList<Lookup> Lookups, IReadOnlyList<Attempt> Attempts,
    Decision? Decision, string? Failure, IReadOnlyList<StepTaken> Steps, ReceivedDraft? Received = null)
{
    /// <summary>Its form; rises when an older record can no longer be repeated as this. 2: slots are looked up a wish at a time, and properties by what names them.</summary>
    public const int Form = 2;

    /// <summary>The last answer, where the guard let it pass: what may be sent.</summary>
    public Answer? Passed => Attempts is [.., { Guarded.Passed: true, Answer: { Sentences.Count: > 0 } answer }] ? answer : null;

    /// <summary>Whether others may speak of the same message: a worker that sends again, or the end of the patience with it.</summary>
    public bool IsOneOfMany => Received is not null || Failure == Silence.Code;

    public int ReadTokens => Attempts.SelectMany(attempt => attempt.Calls).Sum(call => call.PromptTokens);

    public int WrittenTokens => Attempts.SelectMany(attempt => attempt.Calls).Sum(call => call.AnswerTokens);

    public string? Model => Received?.Draft.Model ?? Attempts.SelectMany(attempt => attempt.Calls).Select(call => call.Model).FirstOrDefault();

    /// <summary>As it is stored.</summary>
    public string AsJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>From its stored form.</summary>
    public static Run Parse(string json) => JsonSerializer.Deserialize<Run>(json, Options)!;

    private static readonly JsonSerializerOptions Options = Loose();

    // Members that are computed are written for people who read the record, and left alone when it is read back.
    private static JsonSerializerOptions Loose() => new(DoorwardJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip, MaxDepth = 64,
    };
}

/// <summary>An answer and what the guard found.</summary>
internal sealed record Attempt(Answer Answer, Guarded Guarded, IReadOnlyList<ModelCall> Calls);

/// <summary>A step and how long it took.</summary>
internal sealed record StepTaken(string Name, double Milliseconds);
