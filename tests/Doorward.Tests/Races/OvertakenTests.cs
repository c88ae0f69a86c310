using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Tests.Races;

public sealed class OvertakenTests
{
    [Theory]
    [InlineData("serialization_failure")]
    [InlineData("deadlock_detected")]
    public async Task A_command_that_is_overtaken_every_time_is_told_to_come_again_and_its_neighbours_are_carried_out(string failure)
    {
        await using var desk = await Desk.Open(services: all => all.AddCommand<Attempt, Outcome<Done>, AttemptStatement>());
        await using (var command = desk.Database.CreateCommand($"""
            CREATE FUNCTION attempt(unlucky boolean) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                IF unlucky THEN RAISE {failure}; END IF;
                RETURN true;
            END $$
            """))
        {
            await command.ExecuteNonQueryAsync();
        }

        var batcher = desk.Services.GetRequiredService<CommandBatcher<Attempt, Outcome<Done>>>();
        var all = Enumerable.Range(0, 20).Select(n => (IsUnlucky: n % 10 == 5, Outcome: batcher.Submit(new Attempt(n % 10 == 5), CancellationToken.None))).ToList();

        foreach (var (isUnlucky, outcome) in all)
        {
            if (isUnlucky)
            {
                var refusal = ((IRefused)await Should.ThrowAsync<CommandOvertaken>(outcome)).Refusal;
                (refusal.Status, refusal.RetryAfterSeconds).ShouldBe((503, 1));
            }
            else
            {
                (await outcome).Code.ShouldBe("done");
            }
        }
    }

    private sealed record Attempt(bool IsUnlucky);

    private sealed class AttemptStatement : CommandStatement<Attempt, Outcome<Done>>
    {
        public override string Text => "SELECT n, attempt(unlucky) FROM unnest($1) WITH ORDINALITY AS t (unlucky, n)";

        public override void Bind(Parameters parameters, IReadOnlyList<Attempt> commands) => parameters.Add(commands, NpgsqlDbType.Boolean, c => c.IsUnlucky);

        public override Outcome<Done> Read(NpgsqlDataReader row, Attempt command) => new("done", Done.It);
    }
}
