using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

namespace Doorward.Accounts.People;

/// <summary>
/// Somebody says who they are. Null keeps what is there; address and picture come from the token alone. Who is not known yet becomes known,
/// unless Doorward's own token is all they have: it knew whom it made that for, and they have been erased since.
/// </summary>
internal sealed record ChangeMe(
    string Issuer, string Subject, Guid NewPersonId, string? Name, string? Language, string? NameOfToken, string? VerifiedEmail, string? PhotoUrl,
    string? Traceparent);

internal sealed record ChangeMeRequest(
    [property: Description("Your name.")]
    [property: MaxLength(Profile.LongestName)] string? Name = null,
    [property: Description("The language in which Doorward writes to you.")]
    [property: AllowedValues("en", "pt")] string? Language = null)
{
    public static ChangeMeRequest Example { get; } = new("Ana Maria Costa", "pt");
}

internal static class ChangeMeEndpoint
{
    private static readonly Refusals Refusals = new(
        FindPerson.Nobody, new Refusal("name_required", 422, "Your sign-in does not tell your name: send one."));

    public static void Map(IEndpointRouteBuilder me) => me
        .MapPatch("/", Handle)
        .RequireSignedIn()
        .Refuses(Refusals)
        .Takes(ChangeMeRequest.Example)
        .Answers(new ProfileAnswer(Profile.Example with { Name = ChangeMeRequest.Example.Name! }))
        .WithName("changeMe")
        .WithSummary("Make or change one's profile")
        .WithDescription("What is left out stays as it is. E-mail address and picture are taken from the token, where its issuer vouches for them.");

    private static async Task<Results<Ok<ProfileAnswer>, ProblemHttpResult>> Handle(
        ChangeMeRequest request, HttpContext context, CommandBatcher<ChangeMe, Outcome<Profile>> people, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var name = request.Name is null ? null : errors.Line("name", request.Name, Profile.LongestName);
        var language = request.Language is null ? null : errors.Line("language", request.Language, 5);
        if (language is not (null or "" or "en" or "pt"))
        {
            errors.Add("language", "must be en or pt.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var token = context.Features.Get<VerifiedToken>()!;
        var outcome = await people.Submit(
            new ChangeMe(
                token.Issuer, token.Subject, Guid.CreateVersion7(), name, language, TokenFields.Name(token), TokenFields.VerifiedEmail(token),
                TokenFields.Photo(token), DoorwardTelemetry.Traceparent),
            cancellation);
        return outcome.Value is { } me ? TypedResults.Ok(new ProfileAnswer(me)) : Refusals.Of(outcome.Code);
    }
}

internal sealed class ChangeMeStatement(TimeProvider time) : CommandStatement<ChangeMe, Outcome<Profile>>
{
    public override string Text { get; } = Sql.Of<ChangeMe>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangeMe> commands) => parameters
        .Add(commands, NpgsqlDbType.Text, c => c.Issuer)
        .Add(commands, NpgsqlDbType.Text, c => c.Subject)
        .Add(commands, NpgsqlDbType.Uuid, c => c.NewPersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Language)
        .Add(commands, NpgsqlDbType.Text, c => c.NameOfToken)
        .Add(commands, NpgsqlDbType.Text, c => c.VerifiedEmail)
        .Add(commands, NpgsqlDbType.Text, c => c.PhotoUrl)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.Text, OwnIssuer.Name)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Profile> Read(NpgsqlDataReader row, ChangeMe command) =>
        row.GetString(1) is "changed" ? new("changed", Profile.Read(row, 2)) : new(row.GetString(1), null);

    // One a batch: two first calls of one sign-in are decided by its key, and the second is then carried out on a snapshot that knows the first.
    public override (Guid First, Guid Second) Alone(ChangeMe command) => (Guid.AllBitsSet, default);

    public override bool WasOvertaken(string constraint) => constraint is "sign_ins_pkey";
}
