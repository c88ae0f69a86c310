using Doorward.Platform.Commands;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Tests.Commands;

public sealed class OverHttpTests
{
    [Fact]
    public async Task A_full_batcher_answers_503_with_Retry_After()
    {
        await using var desk = await Desk.Open(services: all => all.AddSingleton(new BatcherOptions { QueueLength = 0 }));
        var agency = await Agency.Open(desk);

        var refused = await agency.Owner.Post("properties", new { name = "Rua das Flores 12", address = "Lisboa", time_zone = "Europe/Lisbon" });
        refused.Code.ShouldBe(503);
        refused.Refusal.ShouldBe("busy");
        int.Parse(refused.Headers["Retry-After"]).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_database_that_goes_and_comes_back_is_503_and_then_works_again()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var property = new { name = "Rua das Flores 12", address = "Lisboa", time_zone = "Europe/Lisbon" };
        (await agency.Owner.Post("properties", property)).Code.ShouldBe(201);

        var name = new Npgsql.NpgsqlConnectionStringBuilder(desk.ConnectionString).Database;
        await using var server = Npgsql.NpgsqlDataSource.Create(await TestCluster.ConnectionString);
        await server.Do($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await server.Ask<long>($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'");

        var codes = new HashSet<string?>();
        await Eventually.So("it says that the database is unavailable", async () =>
        {
            var refused = await agency.Owner.Post("properties", property);
            refused.Code.ShouldBe(503);
            refused.Headers.Keys.ShouldContain("Retry-After");
            codes.Add(refused.Refusal);
            return refused.Refusal is "database_unavailable";
        });
        codes.ShouldBeSubsetOf(["outcome_unknown", "database_unavailable"]);

        await server.Do($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        (await agency.Owner.Post("properties", property)).Code.ShouldBe(201);
    }
}
