using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Accounts.Members;
using Doorward.Accounts.SignIn;
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

namespace Doorward.Accounts.ApiKeys;

/// <summary>An owner makes a key for a program.</summary>
internal sealed record CreateApiKey(
    Guid Id, string Name, string[] Scopes, string Secret, DateTimeOffset? ExpiresAt, Caller By, string? Traceparent);

internal sealed record CreateApiKeyRequest(
    [property: Description("What it is for, such as the program's name.")]
    [property: MaxLength(100)] string? Name,
    [property: Description("What it may do: read, support:write, visits:write.")] IReadOnlyList<string>? Scopes,
    [property: Description("Until when it is good; left out, for as long as nobody revokes it.")] DateTimeOffset? ExpiresAt = null)
{
    public static CreateApiKeyRequest Example { get; } = new(ApiKey.Example.Name, ApiKey.Example.Scopes);
}

internal sealed record CreatedApiKeyAnswer(
    [property: Description("The key.")] ApiKey ApiKey,
    [property: Description("What the program sends as bearer token. It is shown only now.")] string Secret)
{
    public static CreatedApiKeyAnswer Example { get; } = new(ApiKey.Example, "dw_mR3kZ0u7C1hVn5yQ2sXb8tGd4wLpJfE6aHoKiBcNvUY");
}

internal static class CreateApiKeyEndpoint
{
    private static readonly Refusals Refusals = new(Owners.Only);

    public static void Map(IEndpointRouteBuilder keys) => keys
        .MapPost("/", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .Takes(CreateApiKeyRequest.Example)
        .Answers(CreatedApiKeyAnswer.Example)
        .WithName("createApiKey")
        .WithSummary("Make an API key")
        .WithDescription("For a program, which sends it as a bearer token and acts in the agency as an agent of its own, as far as its scopes go. "
            + "The secret is shown once; lost, make another. It takes no Idempotency-Key: a secret is not shown twice.");

    private static async Task<Results<Created<CreatedApiKeyAnswer>, ProblemHttpResult>> Handle(
        CreateApiKeyRequest request, Caller caller, CommandBatcher<CreateApiKey, Outcome<Done>> keys, IEnumerable<KeyScope> known, TimeProvider time,
        CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var name = errors.Line("name", request.Name, 100);
        var scopes = (request.Scopes ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (scopes.Length == 0 || scopes.Except(known.Select(scope => scope.Name)).Any())
        {
            errors.Add("scopes", $"must name at least one of {string.Join(", ", known.Select(scope => scope.Name))}, and nothing else.");
        }

        var now = time.GetUtcNow();
        if (request.ExpiresAt <= now)
        {
            errors.Add("expires_at", "must be in the future.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var command = new CreateApiKey(
            Guid.CreateVersion7(), name, scopes, ApiKey.NewSecret(), request.ExpiresAt?.ToUniversalTime(), caller, DoorwardTelemetry.Traceparent);
        var outcome = await keys.Submit(command, cancellation);
        return outcome.Value is null
            ? Refusals.Of(outcome.Code)
            : TypedResults.Created((string?)null, new CreatedApiKeyAnswer(new ApiKey(command.Id, name, scopes, now, command.ExpiresAt, null), command.Secret));
    }
}

internal sealed class CreateApiKeyStatement(TimeProvider time) : CommandStatement<CreateApiKey, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<CreateApiKey>();

    public override void Bind(Parameters parameters, IReadOnlyList<CreateApiKey> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => string.Join(' ', c.Scopes))
        .Add(commands, NpgsqlDbType.Bytea, c => LinkTokens.Digest(c.Secret))
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.ExpiresAt)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, CreateApiKey command) =>
        new(row.GetString(1), row.GetString(1) is "created" ? Done.It : null);
}
