using System.Data;
using Doorward.Platform.Commands;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Bus;

/// <summary>
/// Hands events to a subscriber wherever they come from and however often: what it writes and that it was handled are one transaction. An event that
/// fails again and again is parked as a dead letter, a job of <see cref="Redelivery"/>, so that the others go on.
/// </summary>
internal sealed class Handover(CommandDatabase database, LogSignal signal)
{
    /// <summary>Attempts at an event before it is given up.</summary>
    public const int MostAttempts = 8;

    private static readonly string ParkText = Sql.Beside(typeof(Handover), "ParkEvent.sql");

    /// <summary>Hands over those that were not handled yet. Overtaken by another transaction, all of it is done again.</summary>
    /// <returns>How many those were.</returns>
    public Task<int> Hand(Subscriber subscriber, IReadOnlyList<Place> places, CancellationToken cancellation) => Transactions.Again(() => Once(subscriber, places, cancellation));

    /// <summary>Whether it is the database that fails: that is held against no event.</summary>
    public static bool IsOutage(Exception failure) => failure is NpgsqlException down && Outage.Is(down);

    /// <summary>Gives an event up, with the reason, unless it was handled meanwhile.</summary>
    public Task Park(Subscriber subscriber, Place place, int attempts, Exception failure, CancellationToken cancellation) =>
        Park(subscriber, place, attempts, $"{failure.GetType().Name}: {failure.Message}", cancellation);

    /// <inheritdoc cref="Park(Subscriber, Place, int, Exception, CancellationToken)"/>
    public async Task Park(Subscriber subscriber, Place place, int attempts, string reason, CancellationToken cancellation)
    {
        await using var connection = await database.Open();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (await HandledStore.Claim(subscriber.Name, [place], withStates: false, connection, cancellation) is [_])
        {
            await using var park = new NpgsqlCommand(ParkText, connection);
            LogReader.Bind(park, place.Cursor);
            park.Parameters.Add(Reads.Is(Redelivery.JobKind));
            park.Parameters.Add(Reads.Is(subscriber.Name));
            park.Parameters.Add(Reads.Is(attempts));
            park.Parameters.Add(Reads.Is(Reason.Storable(reason)));
            await park.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private async Task<int> Once(Subscriber subscriber, IReadOnlyList<Place> places, CancellationToken cancellation)
    {
        await using var connection = await database.Open();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var batch = await HandledStore.Claim(subscriber.Name, places, subscriber.ReadsStates, connection, cancellation);
        if (batch.Count == 0)
        {
            return 0;
        }

        using var span = Traces.Handling(subscriber, batch);
        await subscriber.Handle(batch, connection, cancellation);
        await transaction.CommitAsync(cancellation);
        EventMetrics.SubscriberHandled(subscriber.Name, batch.Count);
        signal.PulseWithJobs(subscriber.Makes);
        return batch.Count;
    }
}
