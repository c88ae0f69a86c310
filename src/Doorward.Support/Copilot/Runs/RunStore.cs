using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Visits.Holds;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Copilot.Runs;

/// <summary>
/// Stores what came out of a run: draft, holds, record and events, in the transaction that ends the job. Or, where somebody wrote in the
/// meantime, only that it came too late.
/// </summary>
internal sealed class RunStore(SlotHolds holds, TimeProvider time)
{
    private static readonly string LockText = Sql.Read(typeof(RunStore).Assembly, "Copilot/Runs/LockConversation.sql");
    private static readonly string AnsweredText = Sql.Read(typeof(RunStore).Assembly, "Copilot/Runs/IsAnswered.sql");
    private static readonly string DraftText = Sql.Read(typeof(RunStore).Assembly, "Copilot/Runs/StoreDraft.sql");
    private static readonly string RunText = Sql.Read(typeof(RunStore).Assembly, "Copilot/Runs/StoreRun.sql");

    /// <param name="connection">Inside the transaction that completes the job.</param>
    /// <returns>
    /// What came of the run: the decision's code, or <c>superseded</c>; of a draft from outside also <c>duplicate</c>, and <c>too_late</c> where the message
    /// has a draft by now. Then nothing is stored.
    /// </returns>
    /// <exception cref="OfferGone">A slot that the draft offers was taken while it was written: the run is to be repeated.</exception>
    public async Task<string> Store(Run run, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (draftId, question) = (Guid.CreateVersion7(), run.Question);
        var waits = await Lock(question, connection, cancellation);
        if (run.IsOneOfMany && await Answered(question, connection, cancellation) is { } before)
        {
            return before;
        }

        var offers = waits && run.Decision is not null ? await Hold(run, draftId, connection, cancellation) : [];
        var stored = await StoreDraft(run, waits ? run.Decision : null, draftId, offers, connection, cancellation);
        var outcome = stored ? run.Decision!.Code : "superseded";
        await StoreRun(run, stored ? draftId : null, outcome, connection, cancellation);
        return outcome;
    }

    private static async Task<bool> Lock(Question question, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, LockText, Reads.Is(question.OrganizationId), Reads.Is(question.ConversationId), Reads.Is(question.Number));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task<string?> Answered(Question question, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, AnsweredText, Reads.Is(question.OrganizationId), Reads.Is(question.ConversationId), Reads.Is(question.MessageId));
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private async Task<IReadOnlyList<Offer>> Hold(Run run, Guid draftId, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var slots = run.Passed is { } answer ? answer.Offers.Select(name => run.Evidence.Fact(name)!.Slot!).ToList() : [];
        if (slots.Count == 0 || run.Question.ApplicantId is not { } applicant)
        {
            return [.. slots.Select(slot => Offer.Of(slot, null))];
        }

        var until = time.GetUtcNow().AddHours(run.Policy.HoldHours);
        var held = await holds.Place(
            connection, run.Question.OrganizationId, applicant, [.. slots.Select(slot => slot.SlotId)], until, Offer.KeyOf(draftId), DoorwardTelemetry.Traceparent, cancellation);
        return held.Any(slot => slot.Code is "slot_held" or "slot_taken" or "slot_cancelled" or "slot_in_the_past" or "no_such_slot")
            ? throw new OfferGone()
            : [.. slots.Select(slot => Offer.Of(slot, held.FirstOrDefault(one => one.SlotId == slot.SlotId)?.HeldUntil))];
    }

    private async Task<bool> StoreDraft(
        Run run, Decision? decision, Guid draftId, IReadOnlyList<Offer> offers, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (question, triaged) = (run.Question, run.Triaged);
        var written = DraftJson.Of(run, decision);
        await using var command = Command(
            connection, DraftText,
            Reads.Is(question.OrganizationId), Reads.Is(draftId), Reads.Is(question.ConversationId), Reads.Is(question.MessageId), Reads.Is(decision?.Status),
            Reads.Is(run.Passed?.Body ?? ""), Json(written.Sentences), Json(DraftJson.Of(offers)), Reads.Is(triaged.Intent), Reads.Is(triaged.Category),
            Reads.Is(triaged.Sentiment), Reads.Is(triaged.Urgency), Reads.Is((float)(decision?.Confidence ?? 0)), Reads.Is((float)(decision?.Threshold ?? 0)),
            Json(written.Verdicts), Reads.Is(decision?.Reason ?? ""), Reads.Is(time.GetUtcNow()), Reads.Is(DoorwardTelemetry.Traceparent));
        return await command.ExecuteScalarAsync(cancellation) is Guid;
    }

    private async Task StoreRun(Run run, Guid? draftId, string outcome, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, RunText,
            Reads.Is(run.Question.OrganizationId), Reads.Is(Guid.CreateVersion7()), Reads.Is(run.Question.ConversationId), Reads.Is(run.Question.MessageId),
            Reads.Is(draftId), Reads.Is(outcome), Reads.Is(Run.Form), Json(run.AsJson()), Reads.Is(run.Model), Reads.Is(run.ReadTokens), Reads.Is(run.WrittenTokens),
            Reads.Is(time.GetUtcNow()), Reads.Is(run.Policy.Version), Reads.Is(run.Received?.EventId));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<string> Json(string json) => new() { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb };
}

/// <summary>A slot that was free when the answer was written, and is not when it is stored.</summary>
internal sealed class OfferGone() : JobOvertaken("A slot that the draft offers was taken in the meantime.");
