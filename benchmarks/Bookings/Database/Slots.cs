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
            await Do(Files.Sql("Database/open_slots.sql"), cancellation, _opened, _next + free - 1);
            _opened = _next + free;
        }

        await Do("ANALYZE visits.slots, visits.bookings, visits.applicants, events.log", cancellation);
        return _next;
    }

    /// <summary>Puts those behind that a run has taken.</summary>
    public void Took(long past) => _next = past;

    public async Task<long> CountBookings(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM visits.bookings WHERE status = 'confirmed'");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task Do(string sql, CancellationToken cancellation, params long[] numbers)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
