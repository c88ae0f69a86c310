using System.ComponentModel;
using Doorward.Accounts.Files.Stores;
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

/// <summary>The bytes have arrived, were checked, and are where only Doorward writes: the file may be used.</summary>
internal sealed record CompleteUpload(Guid FileId, Settled Settled, Caller By, string? Traceparent);

internal static class CompleteUploadEndpoint
{
    private static readonly Refusal NoSuchFile = new("no_such_file", 404, "There is no such file.");

    private static readonly Refusals Refusals = new(
        NoSuchFile,
        new Refusal("upload_missing", 409, "The bytes have not arrived. Send them to the address that announcing the file answered, or announce it anew."),
        new Refusal("upload_wrong_size", 409, "As many bytes as were announced did not arrive. Announce the file anew."),
        new Refusal("upload_wrong_digest", 409, "The bytes that arrived do not have the SHA-256 that was announced. Send them again."),
        new Refusal("upload_wrong_type", 409, "What arrived is not of the type that was announced. A photo must be a whole picture of at most 64 million pixels."),
        new Refusal("upload_lapsed", 409, "Completing took too long, and the file was given up. Announce it anew."),
        StorageUnavailable.Answer);

    public static void Map(IEndpointRouteBuilder files) => files
        .MapPost("/{id:guid}/complete", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .Answers(new FileAnswer(StoredFile.Example, SignedRequest.Download))
        .WithName("completeUpload")
        .WithSummary("Complete a file")
        .WithDescription("Checks what arrived: that it is whole, as large as announced, and of its type. Of a photo only the picture is kept: places, "
            + "cameras, comments and thumbnails are not. Asking twice is harmless.");

    private static async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> Handle(
        [Description("The file's id.")] Guid id, Caller caller, HttpRequest http, NpgsqlDataSource database, IObjectStore store, SettleUpload settling,
        CommandBatcher<CompleteUpload, Outcome<StartedUpload>> completions, CancellationToken cancellation)
    {
        var found = await ShowFile.Find(database, caller, id, cancellation);
        if (found is null)
        {
            return NoSuchFile.AsProblem();
        }

        if (found.Kept.Object is not null)
        {
            return Answer(found);
        }

        var (settled, wrong) = await settling.Settle(found.Kept, caller, cancellation);
        if (settled is null)
        {
            return Refusals.Of(wrong!);
        }

        var outcome = await completions.Submit(new CompleteUpload(id, settled, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is { } completed ? Answer(completed) : Refusals.Of(outcome.Code);

        Ok<FileAnswer> Answer(StartedUpload file) => TypedResults.Ok(new FileAnswer(file.File, store.Download(file.Kept, http.Home())));
    }
}

internal sealed class CompleteUploadStatement(TimeProvider time) : CommandStatement<CompleteUpload, Outcome<StartedUpload>>
{
    public override string Text { get; } = Sql.Of<CompleteUpload>();

    public override void Bind(Parameters parameters, IReadOnlyList<CompleteUpload> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.FileId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Settled.Object)
        .Add(commands, NpgsqlDbType.Bigint, c => c.Settled.Bytes)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Settled.Sha256)
        .Add(commands, NpgsqlDbType.Integer, c => c.Settled.Width)
        .Add(commands, NpgsqlDbType.Integer, c => c.Settled.Height)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<StartedUpload> Read(NpgsqlDataReader row, CompleteUpload command) => row.GetString(1) is "completed"
        ? new("completed", new StartedUpload(StoredFile.Read(row, 2), KeptFileRow.Read(row, 12)))
        : new(row.GetString(1), null);

    // One row counts what a person has: the statement cannot count two of theirs.
    public override (Guid First, Guid Second) Alone(CompleteUpload command) => (command.By.PersonId, default);
}
