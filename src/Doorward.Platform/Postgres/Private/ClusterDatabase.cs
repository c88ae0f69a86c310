using Npgsql;

namespace Doorward.Platform.Postgres.Private;

/// <summary>The database "doorward" inside the cluster.</summary>
internal static class ClusterDatabase
{
    private const string Name = "doorward";

    public static string ConnectionString(string socketFolder, string password, string database = Name) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder,
            Port = 5432,
            Username = "doorward",
            Password = password,
            Database = database,
            ApplicationName = "doorward",
        }.ConnectionString;

    /// <summary>
    /// Makes the database when it is missing. To connect is also to verify: SCRAM proves the password in both directions,
    /// so an impostor at the socket is found out, and the server itself says which folder it serves.
    /// </summary>
    public static async Task Ensure(ClusterFolder folder, string socketFolder, string password, CancellationToken cancellation)
    {
        var connectionString = ConnectionString(socketFolder, password, "postgres") + ";Pooling=false";
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await using var ask = new NpgsqlCommand(
                $"SELECT current_setting('data_directory'), EXISTS (SELECT FROM pg_database WHERE datname = '{Name}')", connection);
            await using (var answer = await ask.ExecuteReaderAsync(cancellation))
            {
                await answer.ReadAsync(cancellation);
                if (Libc.RealPath(answer.GetString(0)) != folder.Cluster)
                    throw new ClusterRefusal($"The PostgreSQL at {socketFolder} serves {answer.GetString(0)}, not {folder.Cluster}. Stop it and start Doorward again.");
                if (answer.GetBoolean(1)) return;
            }
            await using var make = new NpgsqlCommand($"CREATE DATABASE {Name}", connection);
            await make.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException another) when (another.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // A command and its server arrived together; the other one made it.
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new ClusterRefusal(
                $"The password in {folder.Password} is not that of the database in {folder.Cluster}. Put the right file back from a backup.", refused);
        }
        catch (NpgsqlException failed)
        {
            throw Trouble.Of(folder, "open its database", failed.Message);
        }
    }
}
