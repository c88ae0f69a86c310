using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>A piece of work that a worker has claimed.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Kind">Which handler runs it.</param>
/// <param name="Key">Stable across retries: the idempotency key toward the outside.</param>
/// <param name="OrganizationId">Whose, if anyone's.</param>
/// <param name="Payload">What the handler needs, JSON.</param>
/// <param name="Attempts">Including this one.</param>
/// <param name="Traceparent">The W3C trace context of the request that caused it.</param>
/// <param name="Holder">The node that claimed it. Who ends the job names it and the attempt: where they are no longer those of the row, the lease was lost.</param>
public sealed record Job(Guid Id, string Kind, string Key, Guid? OrganizationId, string Payload, int Attempts, string? Traceparent, Guid Holder)
{
    /// <summary>Reads a row: id, kind, key, organization, payload as text, attempts, traceparent; from the column that is named on.</summary>
    internal static Job Read(NpgsqlDataReader row, int first, Node holder) => new(
        row.GetGuid(first), row.GetString(first + 1), row.GetString(first + 2), row.IsDBNull(first + 3) ? null : row.GetGuid(first + 3),
        row.GetString(first + 4), row.GetInt32(first + 5), row.IsDBNull(first + 6) ? null : row.GetString(first + 6), holder.Id);
}

/// <summary>As whose and how many jobs may be made claimed.</summary>
/// <param name="Most">So many.</param>
/// <param name="Holder">By this node.</param>
/// <param name="Lease">For so long, unless it is renewed.</param>
public sealed record JobClaim(int Most, Guid Holder, TimeSpan Lease)
{
    /// <summary>None are: they wait until somebody looks for them.</summary>
    public static JobClaim Nothing { get; } = new(0, Guid.Empty, TimeSpan.Zero);
}
