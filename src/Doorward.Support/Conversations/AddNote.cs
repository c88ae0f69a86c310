using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Conversations;

/// <summary>Staff write each other a note.</summary>
internal sealed record AddNote(Guid Id, Guid ConversationId, string Body, Caller By, string? Traceparent)
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_conversation", 404, "There is no such conversation."));

    /// <summary>The mutation <c>addNote</c>.</summary>
    public static async Task<Note> Mutate(
        Guid conversationId, string body, Viewer viewer, CommandBatcher<AddNote, Outcome<Note>> notes, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        var errors = new FieldErrors();
        var text = errors.Prose("body", body, Message.Longest);
        if (errors.Any)
        {
            throw errors.AsGraph();
        }

        var outcome = await notes.Submit(new AddNote(Guid.CreateVersion7(), conversationId, text, staff, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value ?? throw Refusals.Named(outcome.Code);
    }
}

internal sealed class AddNoteStatement(TimeProvider time) : CommandStatement<AddNote, Outcome<Note>>
{
    public override string Text { get; } = Sql.Of<AddNote>();

    public override void Bind(Parameters parameters, IReadOnlyList<AddNote> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ConversationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Body)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Note> Read(NpgsqlDataReader row, AddNote command) => row.GetString(1) is "added"
        ? new("added", new Note(command.Id, command.ConversationId, command.By.PersonId, command.Body, row.GetFieldValue<DateTimeOffset>(2)))
        : new(row.GetString(1), null);
}
