using System.Text.Json;
using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Copilot.Policies;

/// <summary>The policies of agencies, for the operator of the machine.</summary>
public sealed class PolicyFile(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly JsonSerializerOptions Indented = new(Policy.Written) { WriteIndented = true };

    /// <summary>The policy that holds for an agency, as JSON that can be edited and set.</summary>
    /// <param name="organization">Its short name.</param>
    /// <param name="version">An older one; null: what holds now.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null where there is no such agency, or no such version; version 0 is the program's own.</returns>
    public async Task<(int Version, string Json)?> Show(string organization, int? version, CancellationToken cancellation)
    {
        if (await Find(organization, cancellation) is not { } id)
        {
            return null;
        }

        var found = version is 0 ? PolicyVersion.Own
            : await database.One(PoliciesGraph.FindText, PolicyVersion.Read, cancellation, Reads.Is(id), Reads.Is(version))
                ?? (version is null ? PolicyVersion.Own : null);
        return found is null ? null : (found.Version, JsonSerializer.Serialize(Policy.Parse(found.Policy.GetRawText()), Indented));
    }

    /// <summary>Makes a text the policy of an agency, from the next message on.</summary>
    /// <param name="organization">Its short name.</param>
    /// <param name="text">JSON.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The new version; or everything that is wrong, and nothing was changed.</returns>
    public async Task<(int Version, IReadOnlyList<PolicyProblem> Problems)> Set(string organization, string text, CancellationToken cancellation)
    {
        var (policy, problems) = PolicyReader.Read(text);
        if (policy is null)
        {
            return (0, problems);
        }

        if (await Find(organization, cancellation) is not { } id)
        {
            return (0, [new PolicyProblem("", $"There is no organization of the short name {organization}.")]);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var outcome = await new ChangePolicyStatement(time).Carry(connection, new ChangePolicy(id, null, policy.AsJson(), null, null), cancellation);
        await transaction.CommitAsync(cancellation);
        return (outcome.Value!.Version, []);
    }

    private async Task<Guid?> Find(string organization, CancellationToken cancellation)
    {
        await using var find = database.CreateCommand("SELECT id FROM accounts.organizations WHERE slug = $1");
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = organization });
        return await find.ExecuteScalarAsync(cancellation) as Guid?;
    }
}
