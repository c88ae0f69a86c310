using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Accounts.Organizations;
using Doorward.Accounts.SignIn;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Invitations;

/// <summary>Somebody joins the staff with an invitation, by a sign-in they have or by one that Doorward makes for them.</summary>
internal sealed record AcceptInvitation(
    string Token, string Issuer, string Subject, Guid NewPersonId, string Name, string? PasswordHash, string? Traceparent);

/// <summary>Where they have joined.</summary>
internal sealed record Membership(Guid OrganizationId, string Slug, Guid PersonId, string Role);

internal sealed record AcceptInvitationRequest(
    [property: Description("The invitation's token.")]
    [property: MaxLength(200)] string? Token,
    [property: Description("Your name.")]
    [property: MaxLength(200)] string? Name)
{
    public static AcceptInvitationRequest Example { get; } = new("mR3kZ0u7C1hVn5yQ2sXb8tGd4wLpJfE6aHoKiBcNvUY", "Ana Costa");
}

internal static class AcceptInvitationEndpoints
{
    private static readonly Refusals Refusals = new(
        new Refusal("no_such_invitation", 404, "There is no such invitation, or it was accepted or revoked already."),
        new Refusal("invitation_expired", 409, "This invitation has expired. Ask for a new one."));

    public static void Map(IEndpointRouteBuilder invitations)
    {
        invitations.MapPost("/accept", WithOwnSignIn)
            .RequireSignedIn()
            .Refuses(Refusals)
            .Takes(AcceptInvitationRequest.Example)
            .Answers(JoinedAnswer.Example with { Token = null })
            .WithName("acceptInvitation")
            .WithSummary("Join with the sign-in you have")
            .WithDescription("Makes the bearer of the token, whichever configured issuer it comes from, a member of the agency that invites.");
        invitations.MapPost("/sign-up", WithDoorwardsSignIn)
            .AllowAnonymous()
            .Refuses(Refusals)
            .Takes(AcceptInvitationRequest.Example)
            .Answers(JoinedAnswer.Example)
            .WithName("signUpByInvitation")
            .WithSummary("Join without a sign-in")
            .WithDescription("Makes a new person a member of the agency that invites, and answers a bearer token of Doorward's own.");
    }

    private static Task<Results<Created<JoinedAnswer>, ProblemHttpResult>> WithOwnSignIn(
        AcceptInvitationRequest request, HttpContext context, CommandBatcher<AcceptInvitation, Outcome<Membership>> invitations, OwnIssuer issuer,
        CancellationToken cancellation)
    {
        var token = context.Features.Get<VerifiedToken>()!;
        return Accept(request, token.Issuer, token.Subject, Guid.CreateVersion7(), invitations, issuer, cancellation);
    }

    private static Task<Results<Created<JoinedAnswer>, ProblemHttpResult>> WithDoorwardsSignIn(
        AcceptInvitationRequest request, CommandBatcher<AcceptInvitation, Outcome<Membership>> invitations, OwnIssuer issuer, CancellationToken cancellation)
    {
        var person = Guid.CreateVersion7();
        return Accept(request, OwnIssuer.Name, person.ToString(), person, invitations, issuer, cancellation);
    }

    private static async Task<Results<Created<JoinedAnswer>, ProblemHttpResult>> Accept(
        AcceptInvitationRequest request, string issuer, string subject, Guid person, CommandBatcher<AcceptInvitation, Outcome<Membership>> invitations,
        OwnIssuer own, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var token = errors.Line("token", request.Token, 200);
        var name = errors.Line("name", request.Name, 200);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await invitations.Submit(new AcceptInvitation(token, issuer, subject, person, name, null, DoorwardTelemetry.Traceparent), cancellation);
        if (outcome.Value is not { } member)
        {
            return Refusals.Of(outcome.Code);
        }

        // Who came with a sign-in of their own goes on using it.
        var bearer = issuer != OwnIssuer.Name ? null : own.Mint(new OwnTokenClaims(subject, null, false, name, member.Slug, member.Role), TimeSpan.FromHours(12));
        return TypedResults.Created((string?)null, new JoinedAnswer(member.OrganizationId, member.PersonId, bearer));
    }
}

internal sealed class AcceptInvitationStatement(TimeProvider time) : CommandStatement<AcceptInvitation, Outcome<Membership>>
{
    public override string Text { get; } = Sql.Of<AcceptInvitation>();

    public override void Bind(Parameters parameters, IReadOnlyList<AcceptInvitation> commands) => parameters
        .Add(commands, NpgsqlDbType.Bytea, c => LinkTokens.Digest(c.Token))
        .Add(commands, NpgsqlDbType.Text, c => c.Issuer)
        .Add(commands, NpgsqlDbType.Text, c => c.Subject)
        .Add(commands, NpgsqlDbType.Uuid, c => c.NewPersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.PasswordHash)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Membership> Read(NpgsqlDataReader row, AcceptInvitation command) => row.GetString(1) is "joined"
        ? new("joined", new Membership(row.GetGuid(2), row.GetString(3), row.GetGuid(4), row.GetString(5)))
        : new(row.GetString(1), null);

    // Rare; one a batch, so that neither an invitation nor a sign-in stands in a batch twice.
    public override (Guid First, Guid Second) Alone(AcceptInvitation command) => (Guid.AllBitsSet, default);

    public override bool WasOvertaken(string constraint) => constraint is "sign_ins_pkey";

    public override Outcome<Membership>? Violates(string constraint, AcceptInvitation command) =>
        constraint is "passwords_one_per_address" ? new("address_taken", null) : null;
}
