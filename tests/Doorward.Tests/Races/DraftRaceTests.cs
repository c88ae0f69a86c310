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
        await Do(held, "BEGIN; LOCK TABLE support.runs IN SHARE MODE");

        var first = await Writes("Obrigada!", null);
        var conversation = (string)first["conversation"]!["id"]!;
        await Waits(desk, "doorward"); // the draft is stored, and not yet committed
        var second = Writes("Is there a parking space?", conversation);
        await Waits(desk, "doorward commands");
        await Do(held, "COMMIT");

        var answer = (string)(await second)["id"]!;
        await Eventually.So("the second message has the one live draft", async () =>
            await Ask(desk, $"SELECT count(*) FROM support.drafts WHERE conversation_id = '{conversation}' AND live AND message_id = '{answer}'") == 1, 60);
        (await Ask(desk, $"SELECT count(*) FROM support.drafts WHERE conversation_id = '{conversation}' AND live")).ShouldBe(1);
        (await Ask(desk, $"SELECT count(*) FROM events.log WHERE type = 'draft.superseded' AND after->>'newer_message_id' = '{answer}'")).ShouldBe(1);

        async Task<JsonNode> Writes(string body, string? to) => (await maria.Asks(
            "mutation($input: IngestMessageInput!) { ingestMessage(input: $input) { id conversation { id } } }", new { input = new { body, conversationId = to } })).Only!;
    }

    private static Task Waits(Desk desk, string application) => Eventually.So($"{application} waits", async () => await Ask(desk, $"""
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = '{application}' AND wait_event_type = 'Lock'
        """) > 0, 60);

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
