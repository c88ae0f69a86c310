using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.SignIn.Passwords;

/// <summary>Somebody sets a new password by the link that was mailed to them. It ends all of their sessions and every other such link.</summary>
internal sealed record UseReset(byte[] TokenDigest, string Hash, string? Traceparent)
{
    public static UseReset With(string token, string hash) => new(LinkTokens.Digest(token), hash, DoorwardTelemetry.Traceparent);
}

internal sealed class UseResetStatement(TimeProvider time) : CommandStatement<UseReset, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<UseReset>();

    public override void Bind(Parameters parameters, IReadOnlyList<UseReset> commands) => parameters
        .Add(commands, NpgsqlDbType.Bytea, c => c.TokenDigest)
        .Add(commands, NpgsqlDbType.Text, c => c.Hash)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, UseReset command) =>
        new(row.GetString(1), row.GetString(1) is "changed" ? Done.It : null);

    // Rare; one a batch, so that no link and no person stands in a batch twice.
    public override (Guid First, Guid Second) Alone(UseReset command) => (Guid.AllBitsSet, default);
}
