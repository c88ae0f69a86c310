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

namespace Doorward.Accounts.Files;

/// <summary>Somebody removes a file of theirs. Its row is gone at once, its bytes as soon as the store answers.</summary>
internal sealed record DeleteFile(Guid FileId, Caller By, string? Traceparent);

internal static class DeleteFileEndpoint
{
    private static readonly Refusals Refusals = new(new Refusal("no_such_file", 404, "There is no such file."));

    public static void Map(IEndpointRouteBuilder files) => files
        .MapDelete("/{id:guid}", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .WithName("deleteFile")
        .WithSummary("Delete a file")
        .WithDescription("Removes one of the caller's own files, pending or complete. A second time there is no such file.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The file's id.")] Guid id, Caller caller, CommandBatcher<DeleteFile, Outcome<Done>> deletions, CancellationToken cancellation)
    {
        var outcome = await deletions.Submit(new DeleteFile(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class DeleteFileStatement : CommandStatement<DeleteFile, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<DeleteFile>();

    public override void Bind(Parameters parameters, IReadOnlyList<DeleteFile> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.FileId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<Done> Read(NpgsqlDataReader row, DeleteFile command) =>
        new(row.GetString(1), row.GetString(1) is "deleted" ? Done.It : null);

    // One row counts what a person has: the statement cannot count two of theirs.
    public override (Guid First, Guid Second) Alone(DeleteFile command) => (command.By.PersonId, default);
}
