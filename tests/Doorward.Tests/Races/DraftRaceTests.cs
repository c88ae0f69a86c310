using System.Text.Json.Nodes;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Races;

public sealed class DraftRaceTests
{
    /// <summary>
    /// The customer's next message takes its snapshot, waits for the copilot to store its draft, and goes on: were that draft not news to it, the draft
    /// would stay live, unfounded, and in the way of the next one for ever.
    /// </summary>
    [Fact]
    public async Task A_message_that_waits_for_a_draft_to_be_stored_supersedes_it()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var maria = await agency.Applicant();
        await using var held = await desk.Database.OpenConnectionAsync();
        await Do(held, """
            CREATE FUNCTION held_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NULL; END $$;
            CREATE TRIGGER held_here AFTER INSERT ON support.runs FOR EACH ROW EXECUTE FUNCTION held_here();
            """);
        await Do(held, "BEGIN; SELECT pg_advisory_xact_lock(7)");

        var first = await Writes("Obrigada!", null);
        var conversation = (string)first["conversation"]!["id"]!;
        await Wait(desk, 1); // the draft is stored, and not yet committed
        var second = Writes("Is there a parking space?", conversation);
        await Wait(desk, 2);
        await Do(held, "COMMIT");

        var answer = (string)(await second)["id"]!;
        await Eventually.So("the second message has the one live draft", async () =>
            await Ask(desk, $"SELECT count(*) FROM support.drafts WHERE conversation_id = '{conversation}' AND live AND message_id = '{answer}'") == 1, 60);
        (await Ask(desk, $"SELECT count(*) FROM support.drafts WHERE conversation_id = '{conversation}' AND live")).ShouldBe(1);
        (await Ask(desk, $"SELECT count(*) FROM events.log WHERE type = 'draft.superseded' AND after->>'newer_message_id' = '{answer}'")).ShouldBe(1);

        async Task<JsonNode> Writes(string body, string? to) => (await maria.Asks(
            "mutation($input: IngestMessageInput!) { ingestMessage(input: $input) { id conversation { id } } }", new { input = new { body, conversationId = to } })).Only!;
    }

    private static Task Wait(Desk desk, int statements) => Eventually.So($"{statements} statements wait", async () => await Ask(desk, """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'doorward commands' AND wait_event_type = 'Lock'
        """) >= statements, 60);

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Ask(Desk desk, string sql)
    {
        await using var command = desk.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
