using Doorward.Testing;
using Npgsql;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>What tests of notices ask behind the counter.</summary>
internal static class Talk
{
    /// <summary>The deliveries of a person's notices of a kind: channel and state, with the reason.</summary>
    public static async Task<IReadOnlyList<string>> Deliveries(this Desk desk, string kind, string? channel = null)
    {
        await Quiet.Down(desk);
        return await desk.Texts("""
            SELECT d.channel || ' ' || d.state || coalesce(' ' || d.reason, '') FROM accounts.notice_deliveries d
            JOIN accounts.notices n ON n.id = d.notice_id WHERE n.kind = $1 AND ($2::text IS NULL OR d.channel = $2) ORDER BY n.id, d.channel, d.id
            """, kind, channel);
    }

    /// <summary>One column of texts.</summary>
    public static async Task<IReadOnlyList<string>> Texts(this Desk desk, string text, params object?[] values)
    {
        await using var command = desk.Database.CreateCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await rows.ReadAsync())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    public static async Task<int> Do(this Desk desk, string text)
    {
        await using var command = desk.Database.CreateCommand(text);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The time has come for every job.</summary>
    public static async Task Hurry(this Desk desk)
    {
        await desk.Do("UPDATE events.jobs SET due_at = now() WHERE dead_at IS NULL");
        desk.Services.GetService(typeof(Platform.Events.Log.LogSignal)).ShouldBeOfType<Platform.Events.Log.LogSignal>().Wake();
        await Quiet.Down(desk);
    }
}
