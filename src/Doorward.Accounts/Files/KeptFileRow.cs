using Doorward.Accounts.Files.Stores;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>Reads what a store has to know of a file.</summary>
internal static class KeptFileRow
{
    /// <summary>From nine columns: id, purpose, name, content_type, bytes, sha256, upload, object, upload_until.</summary>
    public static KeptFile Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.IsDBNull(at + 2) ? null : row.GetString(at + 2), row.GetString(at + 3), row.GetInt64(at + 4),
        row.IsDBNull(at + 5) ? null : row.GetFieldValue<byte[]>(at + 5), row.GetString(at + 6), row.IsDBNull(at + 7) ? null : row.GetString(at + 7),
        row.GetFieldValue<DateTimeOffset>(at + 8));

    /// <summary>Doorward's own address, as this caller knows it.</summary>
    public static Uri Home(this HttpRequest request) => new($"{request.Scheme}://{request.Host}/");
}
