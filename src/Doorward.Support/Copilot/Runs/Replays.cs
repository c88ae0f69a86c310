using System.Globalization;
using Doorward.Platform.Postgres;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Outside;
using Npgsql;

namespace Doorward.Support.Copilot.Runs;

/// <summary>What a repeated run came to.</summary>
/// <param name="Then">The decision of the run that is on record.</param>
/// <param name="Now">The decision this time; null: it was not repeated, and the note says why.</param>
/// <param name="Differences">A line each; empty: the same in everything.</param>
/// <param name="Note">What could not be repeated, and why; null: all of it was.</param>
public sealed record Replayed(string Then, string? Now, IReadOnlyList<string> Differences, string? Note = null);

/// <summary>Repeats the run behind a draft from its record: what was found and looked up then, the program and the policy's text of now.</summary>
public sealed class Replays(NpgsqlDataSource database, ModelSettings settings, TimeProvider time)
{
    private static readonly string FindText = Sql.Read(typeof(Replays).Assembly, "Copilot/Runs/FindRun.sql");

    /// <summary>Runs it again; it stores nothing.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="recorded">Take the model's recorded answers instead of asking it again.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Null where there is no such draft, or its record went with its customer.</returns>
    public async Task<Replayed?> Repeat(Guid draftId, bool recorded, CancellationToken cancellation)
    {
        var found = await database.One(FindText, row => new Recorded(row.IsDBNull(0) ? "" : row.GetString(0), row.GetInt32(1)), cancellation, Reads.Is(draftId));
        if (found is not { Record.Length: > 0 } recording)
        {
            return null;
        }

        var then = Run.Parse(recording.Record);
        if (recording.Form != Run.Form)
        {
            return new Replayed(Told(then), null, [],
                $"The run was recorded by an earlier version (form {recording.Form}), whose lookups this one does not make: it can be read, and not repeated.");
        }

        if (then.Received is { } received)
        {
            // What the worker thought is not on record, and it cannot be asked again: its draft is taken as it came.
            var again = await OutsidePipeline.Weigh(then.Question, then.Policy, received, new Recording(then.Lookups), new Steps(time), cancellation);
            return new Replayed(
                Told(then), Told(again), [.. Differences(then, again)],
                $"The draft came from outside ({received.Draft.Model}), and is taken as it came; repeated were Doorward's own triage, guard and decision.");
        }

        using var drafters = new Drafters(settings, time);
        var now = await Pipeline.Run(
            then.Question, then.Policy, new Recording(then.Lookups), recorded ? new RecordedDrafter(then) : drafters.For(0), new Steps(time),
            () => Task.FromResult(true), cancellation);
        return new Replayed(Told(then), Told(now), [.. Differences(then, now)]);
    }

    private sealed record Recorded(string Record, int Form);

    private static string Told(Run run) => run.Decision is { } decision
        ? string.Create(CultureInfo.InvariantCulture, $"{decision.Status} {decision.Code}, confidence {decision.Confidence:0.00} of {decision.Threshold:0.00}")
        : "superseded";

    private static IEnumerable<string> Differences(Run then, Run now)
    {
        if (then.Triaged != now.Triaged)
        {
            yield return $"triage: {then.Triaged} → {now.Triaged}";
        }

        if (Told(then) != Told(now))
        {
            yield return $"decision: {Told(then)} → {Told(now)}";
        }

        var (before, after) = (Lines(then), Lines(now));
        foreach (var line in before.Except(after))
        {
            yield return $"- {line}";
        }

        foreach (var line in after.Except(before))
        {
            yield return $"+ {line}";
        }
    }

    private static List<string> Lines(Run run) =>
    [
        .. run.Attempts.SelectMany((attempt, n) => attempt.Answer.Sentences.Select(sentence => $"[{n + 1}] {sentence.Text} ({Source(sentence)})")
            .Concat(attempt.Guarded.Findings.Select(finding => $"[{n + 1}] guard: {finding.Code} in sentence {finding.Sentence}"))),
        .. run.Passed?.Offers.Select(offer => $"offers {run.Evidence.Fact(offer)?.English}") ?? [],
    ];

    private static string Source(Sentence sentence) => sentence switch
    {
        { Citation: { } citation } => $"{citation.DocumentId} v{citation.Version} {citation.Start}-{citation.End}",
        { FactName: { } name } => name,
        _ => "courtesy",
    };
}
