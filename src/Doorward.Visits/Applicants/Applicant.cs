using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Doorward.Visits.Applicants;

/// <summary>Somebody whom the agency has accepted and will show round.</summary>
internal sealed record Applicant(
    [property: Description("The applicant's id.")] Guid Id,
    [property: Description("Their id in the system that screened them.")] string ExternalId,
    [property: Description("Their name.")] string Name,
    [property: Description("The address they sign in with.")] string Email,
    [property: Description("How they were screened.")]
    [property: AllowedValues("LOW", "MEDIUM")] string RiskLevel,
    [property: Description("Whether they have signed in yet.")] bool SignedIn,
    [property: Description("When they were accepted.")] DateTimeOffset CreatedAt)
{
    public static Applicant Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c20"), "crm-4711", "Maria Alves", "maria@example.com", "LOW", false,
        new DateTimeOffset(2026, 11, 16, 8, 30, 0, TimeSpan.Zero));

    /// <summary>From seven columns in the order of the fields.</summary>
    public static Applicant Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetString(at + 2), row.GetString(at + 3), row.GetString(at + 4), row.GetBoolean(at + 5),
        row.GetFieldValue<DateTimeOffset>(at + 6));
}

/// <summary>One applicant.</summary>
internal sealed record ApplicantAnswer([property: Description("The applicant.")] Applicant Applicant);
