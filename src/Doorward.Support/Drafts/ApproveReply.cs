using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Conversations;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Drafts;

/// <summary>A person approves a draft, as it is or edited: it is the reply.</summary>
/// <param name="Difference">What was edited (<see cref="Drafts.Difference"/>); null where nothing was.</param>
/// <param name="BookingId">The visit that is booked in the same transaction, if one is.</param>
internal sealed record ApproveReply(
    Guid DraftId, int Version, string Body, string? Difference, Guid MessageId, Guid ReviewId, Guid? BookingId, Caller By, string? Traceparent);

/// <summary>The mutation <c>approveReply</c>.</summary>
internal sealed class Approvals(
    Viewer viewer, CommandBatcher<ApproveReply, Reviewed> approvals, ApproveAndBook visits, DraftReads drafts)
{
    public async Task<Draft> Approve(Guid draftId, string? edited, int? version, Guid? slotId, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        var draft = await drafts.Find(draftId, cancellation) ?? throw new Reviewed("no_such_draft", null, null, null, null).AsRefusal();
        var approval = new ApproveReply(
            draftId, version ?? draft.Version, Body(draft, edited), null, Guid.CreateVersion7(), Guid.CreateVersion7(), null, staff, DoorwardTelemetry.Traceparent);
        approval = approval with { Difference = approval.Body == draft.Body ? null : Difference.Of(draft.Body, approval.Body) };

        var reviewed = slotId is { } slot
            ? await visits.Run(approval, draft.ConversationId, slot, cancellation)
            : await approvals.Submit(approval, cancellation);
        return reviewed.Outcome is "approved" ? (await drafts.Find(draftId, cancellation))! : throw reviewed.AsRefusal();
    }

    private static string Body(Draft draft, string? edited)
    {
        if (edited is null && draft.Body.Length > 0)
        {
            return draft.Body;
        }

        var errors = new FieldErrors();
        var body = errors.Prose("edited", edited, Message.Longest);
        return errors.Any ? throw errors.AsGraph() : body;
    }
}

internal sealed class ApproveReplyStatement(TimeProvider time) : CommandStatement<ApproveReply, Reviewed>
{
    public override string Text { get; } = Sql.Of<ApproveReply>();

    public override void Bind(Parameters parameters, IReadOnlyList<ApproveReply> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.DraftId)
        .Add(commands, NpgsqlDbType.Integer, c => c.Version)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Body)
        .Add(commands, NpgsqlDbType.Jsonb, c => c.Difference)
        .Add(commands, NpgsqlDbType.Uuid, c => c.MessageId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ReviewId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.BookingId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Reviewed Read(NpgsqlDataReader row, ApproveReply command) => Reviewed.Read(row);

    // Of two people who approve a draft at once, the later one must find what the first one did.
    public override (Guid First, Guid Second) Alone(ApproveReply command) => (command.DraftId, default);
}
