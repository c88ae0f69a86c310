using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>Tells a database that is not there for us from a statement that it refuses: the first passes, the second is a bug of ours.</summary>
public static class Outage
{
    // Of PostgreSQL's appendix A: 08 connection exception, 28 invalid authorization, 3D no such database, 53 insufficient resources (connections,
    // memory, disk), 57P the server goes away or is not up yet, 58 its files fail. In each of them the statement was rolled back or never began.
    private static readonly string[] Classes = ["08", "28", "3D", "53", "57P", "58"];

    /// <summary>Whether it is not there, so that the same may simply be tried again.</summary>
    public static bool Is(NpgsqlException failure) =>
        failure is not PostgresException refusal || Classes.Any(state => refusal.SqlState.StartsWith(state, StringComparison.Ordinal));
}
