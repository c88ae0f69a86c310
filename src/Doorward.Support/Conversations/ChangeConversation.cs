using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Conversations;

/// <summary>Staff arrange a conversation: who has it, when it comes back, whether it is done with, what it is about, whose it is.</summary>
internal sealed record ChangeConversation(
    Guid ConversationId, string Action, Caller By, string? Traceparent, Guid? AssigneeId = null, DateTimeOffset? Until = null, string? Tag = null,
    Guid? ApplicantId = null);

/// <summary>The mutations <c>assign</c>, <c>snooze</c>, <c>close</c>, <c>reopen</c>, <c>tag</c>, <c>untag</c> and <c>linkApplicant</c>; asking twice is harmless.</summary>
internal sealed class ConversationChanges(
    Viewer viewer, CommandBatcher<ChangeConversation, Outcome<Done>> changes, ConversationReads conversations, TimeProvider time)
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_conversation", 404, "There is no such conversation."),
        new Refusal("no_such_member", 404, "There is no such member of the agency."),
        new Refusal("no_such_applicant", 404, "There is no such applicant."),
        new Refusal("too_many_tags", 409, "A conversation has at most 20 tags. Take one off first."));

    public Task<Conversation> Assign(Guid conversationId, Guid? personId, CancellationToken cancellation) =>
        Submit(new ChangeConversation(conversationId, "assign", viewer.Staff, DoorwardTelemetry.Traceparent, AssigneeId: personId), cancellation);

    public Task<Conversation> Snooze(Guid conversationId, DateTimeOffset until, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        if (until <= time.GetUtcNow() || until > time.GetUtcNow().AddYears(1))
        {
            errors.Add("until", "must be in the future, and within a year.");
            throw errors.AsGraph();
        }

        return Submit(new ChangeConversation(conversationId, "snooze", viewer.Staff, DoorwardTelemetry.Traceparent, Until: until.ToUniversalTime()), cancellation);
    }

    public Task<Conversation> Close(Guid conversationId, CancellationToken cancellation) =>
        Submit(new ChangeConversation(conversationId, "close", viewer.Staff, DoorwardTelemetry.Traceparent), cancellation);

    public Task<Conversation> Reopen(Guid conversationId, CancellationToken cancellation) =>
        Submit(new ChangeConversation(conversationId, "reopen", viewer.Staff, DoorwardTelemetry.Traceparent), cancellation);

    public Task<Conversation> Tag(Guid conversationId, string tag, CancellationToken cancellation) =>
        Submit(new ChangeConversation(conversationId, "tag", viewer.Staff, DoorwardTelemetry.Traceparent, Tag: Clean(tag)), cancellation);

    public Task<Conversation> Untag(Guid conversationId, string tag, CancellationToken cancellation) =>
        Submit(new ChangeConversation(conversationId, "untag", viewer.Staff, DoorwardTelemetry.Traceparent, Tag: Clean(tag)), cancellation);

    public Task<Conversation> LinkApplicant(Guid conversationId, Guid applicantId, CancellationToken cancellation) =>
        Submit(new ChangeConversation(conversationId, "link", viewer.Staff, DoorwardTelemetry.Traceparent, ApplicantId: applicantId), cancellation);

    private static string Clean(string tag)
    {
        var errors = new FieldErrors();
        var clean = errors.Line("tag", tag, 50);
        return errors.Any ? throw errors.AsGraph() : clean;
    }

    private async Task<Conversation> Submit(ChangeConversation change, CancellationToken cancellation)
    {
        var outcome = await changes.Submit(change, cancellation);
        return outcome.Value is null
            ? throw Refusals.Named(outcome.Code)
            : await conversations.Find(change.ConversationId, cancellation) ?? throw Refusals.Named("no_such_conversation");
    }
}

internal sealed class ChangeConversationStatement : CommandStatement<ChangeConversation, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ChangeConversation>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangeConversation> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.ConversationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Action)
        .Add(commands, NpgsqlDbType.Uuid, c => c.AssigneeId)
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.Until)
        .Add(commands, NpgsqlDbType.Text, c => c.Tag)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ApplicantId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<Done> Read(NpgsqlDataReader row, ChangeConversation command) =>
        new(row.GetString(1), row.GetString(1) is "changed" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(ChangeConversation command) => (command.ConversationId, default);
}
