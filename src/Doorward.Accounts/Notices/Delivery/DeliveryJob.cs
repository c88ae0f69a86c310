using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Notices.Delivery;

/// <summary>
/// Carries out one delivery: the job's key is the delivery's id, toward the outside too. What came of the attempt, and the next one if there is
/// to be one, are written in the transaction that ends the job: a delivery is never shown as sent unless somebody took it, and never lost.
/// </summary>
internal abstract class DeliveryJob(NpgsqlDataSource database, NoticeWords words, TimeProvider time) : JobHandler
{
    private static readonly string FindText = Sql.Read(typeof(DeliveryJob).Assembly, "Notices/Delivery/FindDelivery.sql");
    private static readonly string NamesText = Sql.Read(typeof(DeliveryJob).Assembly, "Notices/Delivery/FindNames.sql");
    private static readonly string RecordText = Sql.Read(typeof(DeliveryJob).Assembly, "Notices/Delivery/RecordAttempt.sql");

    public override TimeSpan Lease => TimeSpan.FromMinutes(2);

    protected NoticeWords Words => words;

    protected DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The provider, as deliveries name it.</summary>
    protected abstract string Provider { get; }

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var id = Guid.Parse(job.Key);
        if (await database.One(FindText, Delivery.Read, cancellation, Reads.Is(id)) is not { } delivery)
        {
            return (_, _) => Task.CompletedTask;
        }

        if (Unwanted(delivery) is { } unwanted)
        {
            return Writes(job, delivery, "suppressed", unwanted, wasTried: false);
        }

        if (await Gone(job, delivery, cancellation) is { } reason)
        {
            return Writes(job, delivery, "suppressed", reason, wasTried: false);
        }

        var attempt = await Try(id, delivery, cancellation);
        return attempt.Result switch
        {
            SendResult.Sent sent => Writes(job, delivery, "sent", null, providerId: sent.ProviderId),
            SendResult.Kept kept => Writes(job, delivery, "suppressed", kept.Reason, alsoWrites: attempt.AlsoWrites),
            SendResult.Refused refused => Writes(job, delivery, "failed", refused.Reason, suppress: refused.Suppress, goneDevice: attempt.GoneDevice),
            SendResult.Later later => Patience.After(delivery.Attempts + 1, later.After, Random.Shared.NextDouble()) is { } after
                ? Writes(job, delivery, "queued", later.Reason, after: after)
                : Writes(job, delivery, "failed", later.Reason),
            _ => throw new InvalidOperationException("An attempt ends in one of these."),
        };
    }

    /// <summary>Tries once.</summary>
    protected abstract Task<Attempt> Try(Guid id, Delivery delivery, CancellationToken cancellation);

    /// <summary>Why what it tells is no longer so; null when it is, or always will be. Asked before every attempt: hours may lie between two.</summary>
    private async Task<string?> Gone(Job job, Delivery delivery, CancellationToken cancellation)
    {
        if (Words.Find(delivery.Kind) is not { GoneStatement: { } file } kind)
        {
            return null;
        }

        var rows = await database.List(
            Sql.Beside(kind.Owner, file), row => row.IsDBNull(0) ? null : row.GetString(0), cancellation,
            new NpgsqlParameter<string> { TypedValue = delivery.Facts.GetRawText(), NpgsqlDbType = NpgsqlDbType.Jsonb }, Reads.Is(job.OrganizationId));
        return rows is [var reason, ..] ? reason : null;
    }

    /// <summary>Why this one is not to be sent at all; null when it is.</summary>
    protected virtual string? Unwanted(Delivery delivery) =>
        delivery.GoodUntil is { } until && until <= Now ? "too_late"
        : delivery.IsOff && Words.Find(delivery.Kind) is not { CanBeTurnedOff: false } ? "turned_off"
        : Words.Find(delivery.Kind) is null ? "kind_unknown"
        : null;

    /// <summary>The names of the people in a notice's facts.</summary>
    protected async Task<IReadOnlyDictionary<Guid, string>> Names(Delivery delivery, CancellationToken cancellation)
    {
        var ids = Facts.PeopleIn(Words.Find(delivery.Kind)!, delivery.Facts).ToArray();
        var rows = ids.Length == 0 ? [] : await database.List(NamesText, row => (Id: row.GetGuid(0), Name: row.GetString(1)), cancellation, Reads.Is(ids));
        return rows.ToDictionary(row => row.Id, row => row.Name);
    }

    private JobWrites Writes(
        Job job, Delivery delivery, string state, string? reason, string? providerId = null, TimeSpan? after = null, bool wasTried = true,
        bool suppress = false, Guid? goneDevice = null, JobWrites? alsoWrites = null) => async (connection, cancellation) =>
    {
        await using (var record = new NpgsqlCommand(RecordText, connection))
        {
            record.Parameters.AddRange(new[]
            {
                Reads.Is(Guid.Parse(job.Key)), Reads.Is(state), Reads.Is(Provider), Reads.Is(providerId), Reads.Is(reason), Reads.Is(after), Reads.Is(wasTried),
                Reads.Is(suppress ? delivery.Address : null), Reads.Is(goneDevice), Reads.Is(Now), Reads.Is(job.OrganizationId), Reads.Is(job.Traceparent),
            });
            await record.ExecuteNonQueryAsync(cancellation);
        }

        if (alsoWrites is not null)
        {
            await alsoWrites(connection, cancellation);
        }

        NoticeMetrics.Attempted(delivery.Channel, state);
    };

    /// <summary>What came of an attempt.</summary>
    /// <param name="GoneDevice">A device that is no more.</param>
    /// <param name="AlsoWrites">What else belongs to the attempt.</param>
    protected sealed record Attempt(SendResult Result, Guid? GoneDevice = null, JobWrites? AlsoWrites = null);
}
