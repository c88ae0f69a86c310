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

namespace Doorward.Accounts.Invitations;

/// <summary>An owner takes an invitation back: its link opens nothing any more.</summary>
internal sealed record RevokeInvitation(Guid Id, Caller By, string? Traceparent);

internal static class RevokeInvitationEndpoint
{
    private static readonly Refusals Refusals = new(
        Owners.Only, new Refusal("no_such_invitation", 404, "There is no such open invitation."));

    public static void Map(IEndpointRouteBuilder invitations) => invitations
        .MapDelete("/{id:guid}", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .WithName("revokeInvitation")
        .WithSummary("Revoke an invitation")
        .WithDescription("Its link opens nothing any more. Asking twice is harmless; who has accepted it is a member, and is removed as one.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The invitation's id.")] Guid id, Caller caller, CommandBatcher<RevokeInvitation, Outcome<Done>> invitations, CancellationToken cancellation)
    {
        var outcome = await invitations.Submit(new RevokeInvitation(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class RevokeInvitationStatement(TimeProvider time) : CommandStatement<RevokeInvitation, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<RevokeInvitation>();

    public override void Bind(Parameters parameters, IReadOnlyList<RevokeInvitation> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, RevokeInvitation command) =>
        new(row.GetString(1), row.GetString(1) is "revoked" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(RevokeInvitation command) => (command.Id, default);
}
