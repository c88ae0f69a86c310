using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.SignIn.Passwords;

/// <summary>Somebody changes the password they know. All of their sessions end but the one they do it in, which gets a new secret.</summary>
internal sealed record ChangePassword(Guid PersonId, string OldHash, string Hash, Guid SessionId, string? Traceparent);

internal sealed class ChangePasswordStatement(TimeProvider time) : CommandStatement<ChangePassword, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ChangePassword>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangePassword> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.OldHash)
        .Add(commands, NpgsqlDbType.Text, c => c.Hash)
        .Add(commands, NpgsqlDbType.Uuid, c => c.SessionId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, ChangePassword command) =>
        new(row.GetString(1), row.GetString(1) is "changed" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(ChangePassword command) => (command.PersonId, default);
}
