using Doorward.Platform.Identity;
using Npgsql;

namespace Doorward.Accounts.SignIn;

internal static class Members
{
    /// <summary>Rows of person, organization and role, as callers.</summary>
    public static async Task<IReadOnlyList<Caller>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var callers = new List<Caller>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            callers.Add(new Caller(rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2) is "owner" ? Role.Owner : Role.Agent));
        }

        return callers;
    }
}
