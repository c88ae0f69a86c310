using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

namespace Doorward.Visits.Applicants;

/// <summary>Staff or an integration bring somebody who was screened.</summary>
internal sealed record AcceptApplicant(Guid Id, string ExternalId, string Name, string Email, string RiskLevel, Caller By, string? Traceparent);

internal sealed record AcceptApplicantRequest(
    [property: Description("Their id in the system that screened them.")]
    [property: MaxLength(200)] string? ExternalId,
    [property: Description("Their name.")]
    [property: MaxLength(200)] string? Name,
    [property: Description("The address they will sign in with.")]
    [property: EmailAddress] string? Email,
    [property: Description("How they were screened. HIGH is refused.")]
    [property: AllowedValues("LOW", "MEDIUM", "HIGH")] string? RiskLevel)
{
    public static AcceptApplicantRequest Example { get; } = new("crm-4711", "Maria Alves", "maria@example.com", "LOW");
}

internal static class AcceptApplicantEndpoint
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("risk_too_high", 409, "An applicant screened as HIGH risk is not accepted; this was recorded."));

    public static void Map(IEndpointRouteBuilder applicants) => applicants
        .MapPost("/", Handle)
        .RequireStaff()
        .Refuses(Refusals)
        .Takes(AcceptApplicantRequest.Example)
        .Answers(new ApplicantAnswer(Applicant.Example))
        .WithName("acceptApplicant")
        .WithSummary("Accept an applicant")
        .WithDescription("Brings somebody who was screened. The same external_id again answers 200 with the applicant as they are.");

    private static async Task<Results<Created<ApplicantAnswer>, Ok<ApplicantAnswer>, ProblemHttpResult>> Handle(
        AcceptApplicantRequest request, Caller caller, CommandBatcher<AcceptApplicant, Outcome<Applicant>> applicants, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var externalId = errors.Line("external_id", request.ExternalId, 200);
        var name = errors.Line("name", request.Name, 200);
        var email = errors.Email("email", request.Email);
        var risk = errors.Line("risk_level", request.RiskLevel, 20);
        if (risk is not ("LOW" or "MEDIUM" or "HIGH" or ""))
        {
            errors.Add("risk_level", "must be LOW, MEDIUM or HIGH.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var command = new AcceptApplicant(Guid.CreateVersion7(), externalId, name, email, risk, caller, DoorwardTelemetry.Traceparent);
        var outcome = await applicants.Submit(command, cancellation);
        return outcome switch
        {
            { Code: "accepted", Value: { } applicant } => TypedResults.Created((string?)null, new ApplicantAnswer(applicant)),
            { Code: "known", Value: { } applicant } => TypedResults.Ok(new ApplicantAnswer(applicant)),
            _ => Refusals.Of(outcome.Code),
        };
    }
}

internal sealed class AcceptApplicantStatement(TimeProvider time) : CommandStatement<AcceptApplicant, Outcome<Applicant>>
{
    public override string Text { get; } = Sql.Of<AcceptApplicant>();

    public override void Bind(Parameters parameters, IReadOnlyList<AcceptApplicant> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.ExternalId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Email)
        .Add(commands, NpgsqlDbType.Text, c => c.RiskLevel)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Applicant> Read(NpgsqlDataReader row, AcceptApplicant command) =>
        row.GetString(1) is "accepted" or "known" ? new(row.GetString(1), Applicant.Read(row, 2)) : new(row.GetString(1), null);

    // One organization a batch would be too slow for an import: only the same external id must wait for itself.
    public override (Guid First, Guid Second) Alone(AcceptApplicant command) =>
        (new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(command.ExternalId)).AsSpan(0, 16)), default);

    public override bool WasOvertaken(string constraint) => constraint is "applicants_one_per_external_id";
}
