using System.ComponentModel;
using Doorward.Accounts.Members;
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

/// <summary>An owner takes a key back.</summary>
internal sealed record RevokeApiKey(Guid Id, Caller By, string? Traceparent);

internal static class RevokeApiKeyEndpoint
{
    private static readonly Refusals Refusals = new(
        Owners.Only, new Refusal("no_such_api_key", 404, "There is no such API key."));

    public static void Map(IEndpointRouteBuilder keys) => keys
        .MapDelete("/{id:guid}", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .WithName("revokeApiKey")
        .WithSummary("Revoke an API key")
        .WithDescription("It opens nothing any more, on any node. Asking twice is harmless.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The key's id.")] Guid id, Caller caller, CommandBatcher<RevokeApiKey, Outcome<Done>> keys, CallerDirectory callers,
        CancellationToken cancellation)
    {
        var outcome = await keys.Submit(new RevokeApiKey(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        callers.Forget();
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class RevokeApiKeyStatement(TimeProvider time) : CommandStatement<RevokeApiKey, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<RevokeApiKey>();

    public override void Bind(Parameters parameters, IReadOnlyList<RevokeApiKey> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, RevokeApiKey command) =>
        new(row.GetString(1), row.GetString(1) is "revoked" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(RevokeApiKey command) => (command.Id, default);
}
