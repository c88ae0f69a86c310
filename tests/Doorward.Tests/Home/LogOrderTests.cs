using Doorward.Home;
using Doorward.Platform.Events.Log;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Home;

public sealed class LogOrderTests
{
    [Fact]
    public async Task A_log_from_another_clusters_future_is_refused_with_a_remedy()
    {
        var database = await TestCluster.NewDatabase();
        await using (await DatabaseHome.Start(new HomeSettings(database, ""), CancellationToken.None))
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var restore = source.CreateCommand(
                "INSERT INTO events.log (tx, type, subject_id) VALUES ('4000000000', 'slot.opened', gen_random_uuid())");
            await restore.ExecuteNonQueryAsync();
        }

        var refusal = await Should.ThrowAsync<LogRefusal>(() => DatabaseHome.Start(new HomeSettings(database, ""), CancellationToken.None));

        refusal.Message.ShouldContain("Restore a physical copy");
    }
}
