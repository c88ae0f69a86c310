using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>A document, as its current version has it.</summary>
internal sealed record Document(
    Guid Id, string Collection, string Path, int Version, DateTimeOffset? WithdrawnAt, DateTimeOffset CreatedAt, string Title, string Audience, string Language, DateOnly? ValidUntil)
{
    public static Document Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.Time(4), row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6), row.GetString(7), row.GetString(8), row.IsDBNull(9) ? null : row.GetFieldValue<DateOnly>(9));
}

/// <summary>What a document said at a time.</summary>
internal sealed record DocumentVersion(
    Guid DocumentId, int Version, string Title, string Audience, string Language, DateOnly? ValidUntil, string Text, Guid? PersonId, DateTimeOffset ImportedAt)
{
    public static DocumentVersion Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5),
        row.GetString(6), row.Id(7), row.GetFieldValue<DateTimeOffset>(8));
}

/// <summary>A passage of a version, by its place.</summary>
internal sealed record StoredChunk(int Number, string Heading, int Start, int End, string Text)
{
    public static StoredChunk Read(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4));
}
