using System.Text.Json;
using Doorward.GraphQL;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Copilot.Policies;

/// <summary>An owner changes what the copilot may and may not do.</summary>
/// <param name="PersonId">Null: the operator, at the command line.</param>
/// <param name="Policy">Checked, as JSON.</param>
/// <param name="Seen">The version that it was made from; null: whatever holds now.</param>
internal sealed record ChangePolicy(Guid OrganizationId, Guid? PersonId, string Policy, int? Seen, string? Traceparent)
{
    private static readonly Refusals Refusals = new(
        new Refusal("owners_only", 403, "Only an owner of the agency can do this."),
        new Refusal("policy_changed_meanwhile", 409, "Somebody else has changed the policy meanwhile. Read it again, and change that."));

    /// <summary>The mutation <c>changeCopilotPolicy</c>.</summary>
    public static async Task<PolicyVersion> Mutate(
        JsonElement policy, int? version, Viewer viewer, CommandBatcher<ChangePolicy, Outcome<PolicyVersion>> changes, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        if (staff.Role is not Role.Owner)
        {
            throw Refusals.Named("owners_only");
        }

        var (read, problems) = PolicyReader.Read(policy);
        if (read is null)
        {
            throw Invalid(problems);
        }

        var outcome = await changes.Submit(
            new ChangePolicy(staff.OrganizationId, staff.PersonId, read.AsJson(), version, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value ?? throw Refusals.Named(outcome.Code);
    }

    /// <summary>All of what is wrong, as text and as <c>problems: [{path, message}]</c>.</summary>
    private static RefusalException Invalid(IReadOnlyList<PolicyProblem> problems) => new("POLICY_INVALID", $"Nothing was changed. {string.Join(" ", problems)}")
    {
        Extensions = new Dictionary<string, object?>
        {
            ["problems"] = problems.Select(problem => new Dictionary<string, object?> { ["path"] = problem.Path, ["message"] = problem.Wrong }).ToList(),
        },
    };
}

internal sealed class ChangePolicyStatement(TimeProvider time) : CommandStatement<ChangePolicy, Outcome<PolicyVersion>>
{
    public override string Text { get; } = Sql.Of<ChangePolicy>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangePolicy> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.PersonId)
        .Add(commands, NpgsqlDbType.Jsonb, c => c.Policy)
        .Add(commands, NpgsqlDbType.Integer, c => c.Seen)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<PolicyVersion> Read(NpgsqlDataReader row, ChangePolicy command) =>
        row.GetString(1) is "changed" ? new("changed", PolicyVersion.Read(row, 2)) : new(row.GetString(1), null);

    public override (Guid First, Guid Second) Alone(ChangePolicy command) => (command.OrganizationId, default);

    // Another node was first: a fresh snapshot has its version.
    public override bool WasOvertaken(string constraint) => constraint is "policies_pkey";
}
