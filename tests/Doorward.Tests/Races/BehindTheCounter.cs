using System.Text.Json.Nodes;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Races;

/// <summary>A look at an agency's rows.</summary>
internal static class BehindTheCounter
{
    /// <summary>What the log says of a subject: the after of each event of a type.</summary>
    public static async Task<IReadOnlyList<JsonObject>> Log(this Agency agency, Guid subject, string type)
    {
        await using var command = agency.Door.Database.CreateCommand(
            "SELECT after::text FROM events.log WHERE organization_id = $1 AND subject_id = $2 AND type = $3 ORDER BY tx, seq");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<JsonObject>();
        while (await rows.ReadAsync())
        {
            found.Add((JsonObject)JsonNode.Parse(rows.GetString(0))!);
        }

        return found;
    }

    /// <summary>A count, with the agency's id as $1.</summary>
    public static async Task<long> Count(this Agency agency, string sql)
    {
        await using var command = agency.Door.Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
