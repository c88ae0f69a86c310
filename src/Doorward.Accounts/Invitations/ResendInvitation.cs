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

/// <summary>An owner has an invitation mailed again, and it is good for another seven days.</summary>
internal sealed record ResendInvitation(Guid Id, Caller By, string? Traceparent);

/// <summary>One invitation.</summary>
internal sealed record OneInvitationAnswer([property: Description("The invitation.")] Invitation Invitation);

internal static class ResendInvitationEndpoint
{
    private static readonly Refusals Refusals = new(
        Owners.Only,
        new Refusal("no_such_invitation", 404, "There is no such open invitation."),
        new Refusal("invitation_just_sent", 409, "This invitation was mailed less than a minute ago. Wait a little."));

    public static void Map(IEndpointRouteBuilder invitations) => invitations
        .MapPost("/{id:guid}/resend", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .Answers(new OneInvitationAnswer(Invitation.Example))
        .WithName("resendInvitation")
        .WithSummary("Send an invitation again")
        .WithDescription("Mails the same link again; it is then good for seven more days. At most once a minute.");

    private static async Task<Results<Ok<OneInvitationAnswer>, ProblemHttpResult>> Handle(
        [Description("The invitation's id.")] Guid id, Caller caller, CommandBatcher<ResendInvitation, Outcome<Invitation>> invitations,
        CancellationToken cancellation)
    {
        var outcome = await invitations.Submit(new ResendInvitation(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is { } sent ? TypedResults.Ok(new OneInvitationAnswer(sent)) : Refusals.Of(outcome.Code);
    }
}

internal sealed class ResendInvitationStatement(TimeProvider time) : CommandStatement<ResendInvitation, Outcome<Invitation>>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public override string Text { get; } = Sql.Of<ResendInvitation>();

    public override void Bind(Parameters parameters, IReadOnlyList<ResendInvitation> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow())
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow() + Invitation.GoodFor)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow() - Pause);

    public override Outcome<Invitation> Read(NpgsqlDataReader row, ResendInvitation command) =>
        row.GetString(1) is "sent" ? new("sent", Invitation.Read(row, 2)) : new(row.GetString(1), null);

    public override (Guid First, Guid Second) Alone(ResendInvitation command) => (command.Id, default);
}
