using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Doorward.Support.Copilot.Outside;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Copilot;

/// <summary>
/// Makes a job of every message of a customer. Its key is the message, so that there is one however often the log is read. Where a worker outside drafts,
/// the job only looks after a while whether it did.
/// </summary>
internal sealed class Intake(CopilotSettings settings) : JobMaker
{
    private static readonly string Text = Sql.Of<Intake>();

    public override string Name => "copilot";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "message.created" };

    public override IReadOnlySet<string> Makes { get; } = new HashSet<string> { DraftReply.JobKind, Silence.JobKind };

    // A customer waits.
    public override TimeSpan Linger => TimeSpan.Zero;

    // One that waits for a while is nobody's until then.
    protected override string? Claims => settings.IsExternal ? null : DraftReply.JobKind;

    protected override NpgsqlBatchCommand Jobs(IReadOnlyList<LogEntry> batch, JobClaim claim)
    {
        var messages = batch.Where(entry => entry.OrganizationId is not null).ToList();
        var command = new NpgsqlBatchCommand(Text);
        command.Parameters.Add(Reads.Is(messages.Select(entry => entry.SubjectId).ToArray()));
        command.Parameters.Add(Reads.Is(messages.Select(entry => entry.OrganizationId!.Value).ToArray()));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(entry => entry.After!)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(Reads.Is(messages.Select(entry => entry.Traceparent).ToArray()));
        command.Parameters.Add(Reads.Is(settings.IsExternal ? Silence.JobKind : DraftReply.JobKind));
        command.Parameters.Add(Reads.Is(settings.IsExternal ? settings.PatienceSeconds : 0));
        command.Parameters.Add(Reads.Is(claim.Most));
        command.Parameters.Add(Reads.Is(claim.Holder));
        command.Parameters.Add(Reads.Is(claim.Lease));
        return command;
    }
}
