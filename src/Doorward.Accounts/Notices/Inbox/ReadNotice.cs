using System.ComponentModel;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Notices.Inbox;

/// <summary>A person has read a notice, or wants it unread again.</summary>
/// <param name="NoticeId">Null: all that they have in this agency.</param>
internal sealed record ReadNotice(Guid? NoticeId, bool IsRead, Caller By, string? Traceparent)
{
    /// <summary>Whether a live connection says so: then it has arrived there.</summary>
    public bool IsLive { get; init; }
}

internal static class ReadNoticeEndpoints
{
    private static readonly Refusals Refusals = new(new Refusal("no_such_notice", 404, "You have no such notice."));

    public static void Map(IEndpointRouteBuilder notices)
    {
        notices.MapPost("/{id:guid}/read", (
                [Description("The notice's id.")] Guid id, Caller caller, CommandBatcher<ReadNotice, Outcome<Done>> reads, CancellationToken cancellation) =>
                Handle(new ReadNotice(id, true, caller, DoorwardTelemetry.Traceparent), reads, cancellation))
            .RequireCaller().Refuses(Refusals)
            .WithName("readNotice").WithSummary("Mark a notice as read").WithDescription("Asking twice is harmless: it stays read since the first time.");
        notices.MapDelete("/{id:guid}/read", (
                [Description("The notice's id.")] Guid id, Caller caller, CommandBatcher<ReadNotice, Outcome<Done>> reads, CancellationToken cancellation) =>
                Handle(new ReadNotice(id, false, caller, DoorwardTelemetry.Traceparent), reads, cancellation))
            .RequireCaller().Refuses(Refusals)
            .WithName("unreadNotice").WithSummary("Mark a notice as unread").WithDescription("It counts as unread again.");
        notices.MapPost("/read", (Caller caller, CommandBatcher<ReadNotice, Outcome<Done>> reads, CancellationToken cancellation) =>
                Handle(new ReadNotice(null, true, caller, DoorwardTelemetry.Traceparent), reads, cancellation))
            .RequireCaller()
            .WithName("readAllNotices").WithSummary("Mark all notices as read").WithDescription("All that one has in this agency up to now.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ReadNotice command, CommandBatcher<ReadNotice, Outcome<Done>> reads, CancellationToken cancellation)
    {
        var outcome = await reads.Submit(command, cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class ReadNoticeStatement(TimeProvider time) : CommandStatement<ReadNotice, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ReadNotice>();

    public override void Bind(Parameters parameters, IReadOnlyList<ReadNotice> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.NoticeId)
        .Add(commands, NpgsqlDbType.Boolean, c => c.IsRead)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Boolean, c => c.IsLive)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, ReadNotice command) => new(row.GetString(1), row.GetString(1) is "done" ? Done.It : null);

    // Read and unread in one statement would both see it as it was before.
    public override (Guid First, Guid Second) Alone(ReadNotice command) => (command.By.PersonId, default);
}
