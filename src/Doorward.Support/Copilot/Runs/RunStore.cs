using Doorward.Platform.Commands;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Visits.Holds;
using Npgsql;

namespace Doorward.Support.Copilot.Runs;

/// <summary>
/// Stores what came out of a run: as a command, with whatever other runs are over; or in a transaction, where it takes more than one statement to decide:
/// whether the slots that it offers can be held, and whether another has answered the same message.
/// </summary>
internal sealed class RunStore(
    CommandBatcher<StoreRun, Outcome<Done>> batcher, CommandStatement<StoreRun, Outcome<Done>> statement, Transactions transactions, SlotHolds holds, TimeProvider time)
    : IDisposable
{
    private static readonly string LockText = Sql.Read(typeof(RunStore).Assembly, "Copilot/Runs/LockConversation.sql");
    private static readonly string AnsweredText = Sql.Read(typeof(RunStore).Assembly, "Copilot/Runs/IsAnswered.sql");

    // Runs that hold slots want the same ones as a rule: side by side they would only overtake each other.
    private readonly SemaphoreSlim _holding = new(1);

    /// <summary>Ends the job of a run that is over, and counts the run.</summary>
    /// <returns>What is left to write in the transaction that ends the job, if any is.</returns>
    /// <exception cref="OfferGone">A slot that the draft offers was taken while it was written: the run is to be repeated.</exception>
    public async Task<JobWrites> End(Run run, Job job, CancellationToken cancellation)
    {
        if (run.IsOneOfMany)
        {
            return async (connection, stop) => Steps.Count(await Store(run, null, connection, stop), run);
        }

        var outcome = Holds(run)
            ? await WithHolds(run, job, cancellation)
            : (await batcher.Submit(StoreRun.Of(run, job, Guid.CreateVersion7(), [.. Offered(run).Select(slot => Offer.Of(slot, null))]), cancellation)).Code;
        if (outcome is StoreRun.Lost)
        {
            return JobHandler.Lost;
        }

        Steps.Count(outcome, run);
        return JobHandler.Ended;
    }

    public void Dispose() => _holding.Dispose();

    /// <param name="job">The job to end; null where the transaction ends it.</param>
    /// <param name="connection">Inside a transaction.</param>
    /// <returns>
    /// What came of the run: the decision's code, or <c>superseded</c>; of one of many also <c>duplicate</c>, and <c>too_late</c> where the message has a
    /// draft by now. Then nothing is stored.
    /// </returns>
    /// <exception cref="OfferGone">A slot that the draft offers was taken while it was written: the run is to be repeated.</exception>
    public async Task<string> Store(Run run, Job? job, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (draftId, question) = (Guid.CreateVersion7(), run.Question);
        var waits = await Lock(question, connection, cancellation);
        if (run.IsOneOfMany && await Answered(question, connection, cancellation) is { } before)
        {
            return before;
        }

        var offers = waits ? await Hold(run, draftId, connection, cancellation) : [];
        return (await statement.Carry(connection, StoreRun.Of(run, job, draftId, offers), cancellation)).Code;
    }

    private async Task<string> WithHolds(Run run, Job job, CancellationToken cancellation)
    {
        await _holding.WaitAsync(cancellation);
        try
        {
            return await transactions.Run(
                "draft with slots",
                async (transaction, stop) => await Store(run, job, transaction.Connection!, stop) is var outcome and not StoreRun.Lost
                    ? Ending.Keep(outcome)
                    : Ending.TakeBack(StoreRun.Lost),
                cancellation);
        }
        finally
        {
            _holding.Release();
        }
    }

    private static IEnumerable<OfferableSlot> Offered(Run run) => run is { Passed: { } answer, Decision: not null } ? answer.Offers.Select(name => run.Evidence.Fact(name)!.Slot!) : [];

    private static bool Holds(Run run) => run.Question.ApplicantId is not null && Offered(run).Any();

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
        var slots = Offered(run).ToList();
        if (!Holds(run))
        {
            return [.. slots.Select(slot => Offer.Of(slot, null))];
        }

        var until = time.GetUtcNow().AddHours(run.Policy.HoldHours);
        var held = await holds.Place(
            connection, run.Question.OrganizationId, run.Question.ApplicantId!.Value, [.. slots.Select(slot => slot.SlotId)], until, Offer.KeyOf(draftId),
            DoorwardTelemetry.Traceparent, cancellation);
        return held.Any(slot => slot.Code is "slot_held" or "slot_taken" or "slot_cancelled" or "slot_in_the_past" or "no_such_slot")
            ? throw new OfferGone()
            : [.. slots.Select(slot => Offer.Of(slot, held.FirstOrDefault(one => one.SlotId == slot.SlotId)?.HeldUntil))];
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}

/// <summary>A slot that was free when the answer was written, and is not when it is stored.</summary>
internal sealed class OfferGone() : JobOvertaken("A slot that the draft offers was taken in the meantime.");
