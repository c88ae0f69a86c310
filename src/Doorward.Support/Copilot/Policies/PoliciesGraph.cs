using Doorward.GraphQL;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Copilot.Policies;

/// <summary>Binds <c>Policies.graphql</c>.</summary>
internal static class PoliciesGraph
{
    internal static string FindText { get; } = Sql.Read(typeof(PoliciesGraph).Assembly, "Copilot/Policies/FindPolicy.sql");

    public static GraphDefinition BindPolicies(this GraphDefinition graph) => graph
        .Type<PolicyVersion>("CopilotPolicy")
        .Query("copilotPolicy", Find)
        .Mutation("changeCopilotPolicy", ChangePolicy.Mutate)
        .Field("CopilotPolicy", "changedBy", (PolicyVersion policy, PersonById people) => people.Of(policy.ChangedBy));

    private static async Task<PolicyVersion?> Find(int? version, Viewer viewer, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        return version is 0
            ? PolicyVersion.Own
            : await database.One(FindText, PolicyVersion.Read, cancellation, Reads.Is(organization), Reads.Is(version)) ?? (version is null ? PolicyVersion.Own : null);
    }
}
