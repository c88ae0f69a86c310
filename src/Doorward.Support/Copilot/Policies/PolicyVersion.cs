using System.Text.Json;
using Npgsql;

namespace Doorward.Support.Copilot.Policies;

/// <summary>What held for an agency's copilot from a moment on.</summary>
/// <param name="Version">1, 2, …; 0: the program's own, which nobody has changed.</param>
/// <param name="ChangedBy">Null: the operator, at the command line; or nobody.</param>
internal sealed record PolicyVersion(int Version, JsonElement Policy, Guid? ChangedBy, DateTimeOffset? ChangedAt)
{
    public static PolicyVersion Own { get; } = new(0, JsonSerializer.SerializeToElement(Copilot.Policy.Default, Copilot.Policy.Written), null, null);

    /// <summary>From four columns in the order of the fields.</summary>
    public static PolicyVersion Read(NpgsqlDataReader row) => Read(row, 0);

    /// <summary>The same from a column on.</summary>
    public static PolicyVersion Read(NpgsqlDataReader row, int from) => new(
        row.GetInt32(from), JsonSerializer.Deserialize<JsonElement>(row.GetString(from + 1)), row.Id(from + 2), row.Time(from + 3));
}
