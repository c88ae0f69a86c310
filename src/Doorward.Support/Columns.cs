using Npgsql;

namespace Doorward.Support;

/// <summary>Columns that may be null.</summary>
internal static class Columns
{
    public static Guid? Id(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetGuid(at);

    public static DateTimeOffset? Time(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetFieldValue<DateTimeOffset>(at);
}
