using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Files;

/// <summary>Somebody announces a photo or an attachment, and gets an address to send it to.</summary>
internal sealed record StartUpload(
    Guid Id, string Purpose, string? Name, string ContentType, long Bytes, byte[]? Sha256, string Upload, IdempotencyKey Key, Caller By, string? Traceparent);

/// <summary>What was announced, and where its bytes are to go.</summary>
internal sealed record StartedUpload(StoredFile File, KeptFile Kept);

internal sealed record StartUploadRequest(
    [property: Description("What it is for.")]
    [property: AllowedValues("photo", "attachment")] string? Purpose,
    [property: Description("Its media type. A photo is image/jpeg, image/png, image/webp or image/gif; an attachment may also be a PDF, a text or an office document.")]
    [property: MaxLength(100)] string? ContentType,
    [property: Description("Exactly how many bytes will be sent.")]
    [property: Range(1, 1_048_576_000)] long? Bytes,
    [property: Description("What to call it when it is saved.")]
    [property: MaxLength(200)] string? Name = null,
    [property: Description("The SHA-256 of the bytes, in hexadecimal, to have them checked.")]
    [property: MaxLength(64)] string? Sha256 = null)
{
    public static StartUploadRequest Example { get; } = new("photo", "image/jpeg", 482_113);
}

internal sealed record StartedUploadAnswer(
    [property: Description("The file; pending until it is completed.")] StoredFile File,
    [property: Description("How to send its bytes. Then complete it.")] SignedRequest Upload)
{
    public static StartedUploadAnswer Example { get; } =
        new(StoredFile.Example with { Status = "pending", Sha256 = null, Width = null, Height = null }, SignedRequest.Upload);
}

internal static class StartUploadEndpoint
{
    private static readonly Refusals Refusals = new(
        new Refusal("too_many_files", 409, "You have as many files as you may have. Delete one first."),
        new Refusal("too_much_stored", 409, "Your files would together be larger than they may be. Delete some first."),
        IdempotencyKey.Reused);

    public static void Map(IEndpointRouteBuilder files) => files
        .MapPost("/", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .Takes(StartUploadRequest.Example)
        .Answers(StartedUploadAnswer.Example)
        .WithName("startUpload")
        .WithSummary("Announce a file")
        .WithDescription("Answers a signed address. Send the bytes there within fifteen minutes, with the headers it names, and then complete the file.");

    private static async Task<Results<Created<StartedUploadAnswer>, ProblemHttpResult>> Handle(
        StartUploadRequest request, Caller caller, HttpRequest http, FileSettings settings, IObjectStore store,
        CommandBatcher<StartUpload, Outcome<StartedUpload>> uploads, CancellationToken cancellation,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey = null)
    {
        var errors = new FieldErrors();
        var purpose = errors.Line("purpose", request.Purpose, 20);
        var type = errors.Line("content_type", request.ContentType, 100);
        var name = errors.OptionalLine("name", request.Name, 200);
        var sha256 = Digest(request.Sha256, errors);
        Check(purpose, type, request.Bytes, settings, errors);
        var bytes = request.Bytes.GetValueOrDefault();
        var key = IdempotencyKey.Of(idempotencyKey, new { purpose, type, bytes, name, sha256 }, errors);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await uploads.Submit(
            new StartUpload(Guid.CreateVersion7(), purpose, name, type, bytes, sha256, ObjectKey.New(), key, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is { } started
            ? TypedResults.Created($"/api/v1/files/{started.File.Id}", new StartedUploadAnswer(started.File, store.Upload(started.Kept, http.Home())))
            : Refusals.Of(outcome.Code);
    }

    private static void Check(string purpose, string type, long? bytes, FileSettings settings, FieldErrors errors)
    {
        if (purpose is not ("photo" or "attachment" or ""))
        {
            errors.Add("purpose", "must be photo or attachment.");
        }

        var types = purpose == "photo" ? FileTypes.Photos : FileTypes.Attachments;
        if (type.Length > 0 && !types.Contains(type))
        {
            errors.Add("content_type", $"must be one of {string.Join(", ", types)}.");
        }

        var most = purpose == "photo" ? settings.PhotoBytes : settings.AttachmentBytes;
        if (bytes is null)
        {
            errors.Add("bytes", "is required.");
        }
        else if (bytes < 1 || bytes > most)
        {
            errors.Add("bytes", $"must be from 1 to {most}.");
        }
    }

    private static byte[]? Digest(string? text, FieldErrors errors)
    {
        if (errors.OptionalLine("sha256", text, 64) is not { } digest)
        {
            return null;
        }

        if (digest.Length == 64 && digest.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(digest);
        }

        errors.Add("sha256", "must be 64 hexadecimal digits.");
        return null;
    }
}

internal sealed class StartUploadStatement(FileSettings settings, TimeProvider time) : CommandStatement<StartUpload, Outcome<StartedUpload>>
{
    /// <summary>An upload that began in time may still be under way when its address expires.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    public override string Text { get; } = Sql.Of<StartUpload>();

    public override void Bind(Parameters parameters, IReadOnlyList<StartUpload> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Purpose)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.ContentType)
        .Add(commands, NpgsqlDbType.Bigint, c => c.Bytes)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Sha256)
        .Add(commands, NpgsqlDbType.Text, c => c.Upload)
        .Add(commands, NpgsqlDbType.Text, c => c.Key.Text)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Key.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow())
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow() + settings.AddressesLast)
        .Add(NpgsqlDbType.Interval, settings.AddressesLast + Grace)
        .Add(NpgsqlDbType.Integer, settings.MostFiles)
        .Add(NpgsqlDbType.Bigint, settings.MostBytes);

    public override Outcome<StartedUpload> Read(NpgsqlDataReader row, StartUpload command) => row.GetString(1) is "started"
        ? new("started", new StartedUpload(StoredFile.Read(row, 2), KeptFileRow.Read(row, 12)))
        : new(row.GetString(1), null);

    // One row counts what a person has: the statement cannot count two of theirs.
    public override (Guid First, Guid Second) Alone(StartUpload command) => (command.By.PersonId, default);

    public override bool WasOvertaken(string constraint) => constraint is "files_one_per_key";
}
