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

namespace Doorward.Accounts.Invitations;

/// <summary>An owner asks somebody to join the staff.</summary>
internal sealed record InviteMember(Guid Id, string Email, string Role, string Token, DateTimeOffset ExpiresAt, Caller By, string? Traceparent);

internal sealed record InviteMemberRequest(
    [property: Description("Whom to invite.")]
    [property: EmailAddress] string? Email,
    [property: Description("What they will be.")]
    [property: AllowedValues("owner", "agent")] string? Role)
{
    public static InviteMemberRequest Example { get; } = new("ana@casa-nova.example", "agent");
}

internal sealed record InvitationAnswer(
    [property: Description("The invitation's id.")] Guid Id,
    [property: Description("The token of the link that is mailed, for handing it over in another way. It is shown only now, and is good for seven days.")] string Token,
    [property: Description("Until when.")] DateTimeOffset ExpiresAt)
{
    public static InvitationAnswer Example { get; } =
        new(Invitation.Example.Id, "mR3kZ0u7C1hVn5yQ2sXb8tGd4wLpJfE6aHoKiBcNvUY", Invitation.Example.ExpiresAt);
}

internal static class InviteMemberEndpoint
{
    private static readonly Refusals Refusals = new(Owners.Only);

    public static void Map(IEndpointRouteBuilder invitations) => invitations
        .MapPost("/", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .Takes(InviteMemberRequest.Example)
        .Answers(InvitationAnswer.Example)
        .WithName("inviteMember")
        .WithSummary("Invite somebody to the staff")
        .WithDescription("Makes an invitation for seven days, and mails its link, /invitation?token=…, to the address. Whoever has the link can join.");

    private static async Task<Results<Created<InvitationAnswer>, ProblemHttpResult>> Handle(
        InviteMemberRequest request, Caller caller, CommandBatcher<InviteMember, Outcome<Done>> invitations, LinkTokens links, TimeProvider time,
        CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var role = errors.Line("role", request.Role, 20);
        if (role is not ("owner" or "agent" or ""))
        {
            errors.Add("role", "must be owner or agent.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var id = Guid.CreateVersion7();
        var command = new InviteMember(id, email, role, links.For(Invitation.Link, id), time.GetUtcNow() + Invitation.GoodFor, caller, DoorwardTelemetry.Traceparent);
        var outcome = await invitations.Submit(command, cancellation);
        return outcome.Value is not null
            ? TypedResults.Created((string?)null, new InvitationAnswer(command.Id, command.Token, command.ExpiresAt))
            : Refusals.Of(outcome.Code);
    }
}

internal sealed class InviteMemberStatement(TimeProvider time) : CommandStatement<InviteMember, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<InviteMember>();

    public override void Bind(Parameters parameters, IReadOnlyList<InviteMember> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Email)
        .Add(commands, NpgsqlDbType.Text, c => c.Role)
        .Add(commands, NpgsqlDbType.Bytea, c => LinkTokens.Digest(c.Token))
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.ExpiresAt)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, InviteMember command) =>
        new(row.GetString(1), row.GetString(1) is "invited" ? Done.It : null);
}
