using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Organizations;

/// <summary>Somebody follows the one-time link and becomes the first owner.</summary>
internal sealed record FoundOrganization(
    string LinkToken, Guid OrganizationId, Guid PersonId, string Slug, string OrganizationName, string Name, string Email, string? PasswordHash, string? Traceparent);

internal sealed record FoundOrganizationRequest(
    [property: Description("The token of the link that the first start printed.")]
    [property: MaxLength(200)] string? Token,
    [property: Description("The agency's name.")]
    [property: MaxLength(200)] string? Organization,
    [property: Description("A short name for the agency: lower-case letters, digits and hyphens, without a hyphen at either end.")]
    [property: MaxLength(63)]
    [property: RegularExpression("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")] string? Slug,
    [property: Description("Your name.")]
    [property: MaxLength(200)] string? Name,
    [property: Description("Your e-mail address.")]
    [property: EmailAddress] string? Email)
{
    public static FoundOrganizationRequest Example { get; } =
        new("mR3kZ0u7C1hVn5yQ2sXb8tGd4wLpJfE6aHoKiBcNvUY", "Casa Nova Lettings", "casa-nova", "Olga Pereira", "olga@casa-nova.example");
}

/// <summary>The bearer token of somebody who has just joined.</summary>
internal sealed record JoinedAnswer(
    [property: Description("The agency's id.")] Guid OrganizationId,
    [property: Description("Your id.")] Guid PersonId,
    [property: Description("A bearer token for 12 hours; null for somebody who has a sign-in of their own.")] string? Token)
{
    public static JoinedAnswer Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c10"), Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"), "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJkb29yd2FyZCJ9.MEUCIQ");
}

internal static class FoundOrganizationEndpoint
{
    private static readonly SearchValues<char> SlugLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly Refusals Refusals = new(
        new Refusal("link_used", 409, "This link was used already, or a later start has printed a new one."),
        new Refusal("slug_taken", 409, "Another agency here has this short name. Choose another."));

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/organizations", Handle)
        .AllowAnonymous()
        .Refuses(Refusals)
        .WithName("foundOrganization")
        .WithSection("Organizations", "The agencies on this Doorward.")
        .Takes(FoundOrganizationRequest.Example)
        .Answers(JoinedAnswer.Example)
        .WithSummary("Become the first owner")
        .WithDescription("Uses the one-time link that the first start prints: founds the agency and answers a bearer token of its owner.");

    public static bool IsSlug(string text) =>
        text.Length is > 0 and <= 63 && !text.AsSpan().ContainsAnyExcept(SlugLetters) && text[0] != '-' && text[^1] != '-';

    private static async Task<Results<Created<JoinedAnswer>, ProblemHttpResult>> Handle(
        FoundOrganizationRequest request, CommandBatcher<FoundOrganization, Outcome<Done>> organizations, OwnIssuer issuer, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var token = errors.Line("token", request.Token, 200);
        var organization = errors.Line("organization", request.Organization, 200);
        var slug = errors.Line("slug", request.Slug, 63);
        var name = errors.Line("name", request.Name, 200);
        var email = errors.Email("email", request.Email);
        if (slug.Length > 0 && !IsSlug(slug))
        {
            errors.Add("slug", "must be lower-case letters, digits and hyphens, and neither begin nor end with a hyphen.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var command = new FoundOrganization(
            token, Guid.CreateVersion7(), Guid.CreateVersion7(), slug, organization, name, email, null, DoorwardTelemetry.Traceparent);
        var outcome = await organizations.Submit(command, cancellation);
        if (outcome.Value is null)
        {
            return Refusals.Of(outcome.Code);
        }

        var bearer = issuer.Mint(new OwnTokenClaims(command.PersonId.ToString(), email, false, name, slug, "owner"), TimeSpan.FromHours(12));
        return TypedResults.Created((string?)null, new JoinedAnswer(command.OrganizationId, command.PersonId, bearer));
    }
}

internal sealed class FoundOrganizationStatement(TimeProvider time) : CommandStatement<FoundOrganization, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<FoundOrganization>();

    public override void Bind(Parameters parameters, IReadOnlyList<FoundOrganization> commands) => parameters
        .Add(commands, NpgsqlDbType.Bytea, c => Secret.Digest(c.LinkToken))
        .Add(commands, NpgsqlDbType.Uuid, c => c.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Slug)
        .Add(commands, NpgsqlDbType.Text, c => c.OrganizationName)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Email)
        .Add(commands, NpgsqlDbType.Text, c => c.PasswordHash)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, FoundOrganization command) =>
        new(row.GetString(1), row.GetString(1) is "founded" ? Done.It : null);

    // There is one link, so there is one command a batch.
    public override (Guid First, Guid Second) Alone(FoundOrganization command) => (Guid.AllBitsSet, default);

    public override Outcome<Done>? Violates(string constraint, FoundOrganization command) =>
        constraint is "organizations_one_per_slug" ? new("slug_taken", null)
        : constraint is "passwords_one_per_address" ? new("address_taken", null)
        : null;
}
