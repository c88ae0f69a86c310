using Npgsql;

namespace Doorward.Benchmarks.Bookings.Database;

/// <summary>The free slots of one database: opened ahead of a run, taken once each, and the bookings counted afterwards.</summary>
internal sealed class Slots(NpgsqlDataSource database)
{
    private long _opened;
    private long _next;

    /// <summary>Opens what is missing to <paramref name="free"/> slots, and lets the planner know.</summary>
    /// <returns>The first free one.</returns>
    public async Task<long> Supply(long free, CancellationToken cancellation)
    {
        _next = (_next + Order.Block - 1) / Order.Block * Order.Block;
        free = (free / Order.Block + 1) * Order.Block;
        if (_next + free > _opened)
        {
            await Files.Run(database, typeof(Slots).Assembly, "Database/open_slots.sql", cancellation, _opened, _next + free - 1);
            _opened = _next + free;
        }

        await using var analyze = database.CreateCommand("ANALYZE visits.slots, visits.bookings, visits.applicants, events.log");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync(cancellation);
        return _next;
    }

    /// <summary>Puts those behind that a run has taken.</summary>
    public void Took(long past) => _next = past;

    /// <summary>Waits until what follows the bookings is done, where somebody does it; but for the mails, which would go on for a minute or two.</summary>
    public Task Rest(CancellationToken cancellation) => Benchmarks.Rest.Of(database, forget: "notice.mail", cancellation);

    public async Task<long> CountBookings(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM visits.bookings WHERE status = 'confirmed'");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
