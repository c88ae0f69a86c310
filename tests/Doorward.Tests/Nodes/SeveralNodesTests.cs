using System.Text.Json.Nodes;
using Doorward.Testing;
using Doorward.Tests.Races;

namespace Doorward.Tests.Nodes;

/// <summary>What one Doorward does, three processes on one database do together.</summary>
[Trait(TestBus.Trait, TestBus.Both)]
public sealed class SeveralNodesTests(ThreeNodes nodes, ITestOutputHelper output) : IClassFixture<ThreeNodes>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Three_that_meet_an_empty_database_make_it_once_and_know_each_others_people()
    {
        (await nodes.Ask<long>("SELECT count(DISTINCT applied_at) FROM platform.migrations")).ShouldBe(1);
        (await nodes.Ask<long>("SELECT count(*) FROM platform.signing_keys")).ShouldBe(1);
        var agency = await Agency.Open(nodes[0]);
        (await agency.Owner.At(nodes[1]).Get("me")).Code.ShouldBe(200);
        (await agency.Owner.At(nodes[2]).Get("me")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_of_one_sees_what_was_done_at_the_others()
    {
        var agency = await Agency.Open(nodes[0]);
        var (agent, maria) = (await agency.Agent(), await agency.Applicant());
        var property = await agent.CreatesProperty();
        var slot = (await agent.Opens(property, agency.Tomorrow())).Id;
        await using var socket = await LiveClient.Open(nodes[1], agency.Owner);
        await socket.Ask("subscribe", new { topic = "bookings" });
        await using var drafts = await GraphSocket.Subscribe(nodes[1], agent.Token, "subscription { draftUpdates(after: \"0-0\") { type draft { id version body conversation { id } } } }");
        using var stream = await EventLines.Follow(nodes[2], agency.Owner);

        var booking = (await maria.Books(slot)).Id;
        var told = (await socket.Next("event"))!["payload"]!["event"]!;
        ((string?)told["type"], (string?)told["subject"]).ShouldBe(("booking.confirmed", booking.ToString()));
        (await stream.Next("booking.confirmed")).ShouldContain(booking.ToString());

        var message = await maria.Asks("mutation { ingestMessage(input: { body: \"Obrigada!\" }) { id conversation { id } } }");
        var conversation = (string)message.Only!["conversation"]!["id"]!;
        await using var customer = await GraphSocket.Subscribe(nodes[2], maria.Token, $"subscription {{ conversationUpdates(conversationId: \"{conversation}\", after: \"0-0\") {{ type message {{ body }} }} }}");
        var draft = (await drafts.Update(Patience))!["draft"]!;
        ((string?)draft["conversation"]!["id"]).ShouldBe(conversation);

        (await agent.At(nodes[0]).Asks(
            "mutation($id: ID!) { approveReply(draftId: $id, edited: \"You are welcome.\") { status } }", new { id = (string)draft["id"]! }))["status"].ShouldBe("SENT");
        JsonNode? reply;
        do
        {
            reply = await customer.Update(Patience);
        }
        while ((string?)reply?["type"] == "message.created");

        ((string?)reply?["type"], (string?)reply?["message"]?["body"]).ShouldBe(("reply.sent", "You are welcome."));
        (await stream.Next("draft.sent")).ShouldContain((string)draft["id"]!);
    }

    [Fact]
    public async Task What_is_due_is_done_once_and_what_a_dead_node_held_by_the_others_within_half_a_minute()
    {
        const int Each = 8;
        var agency = await Agency.Open(nodes[0]);
        var (agent, maria) = (await agency.Agent(), await agency.Applicant());
        var property = await agent.CreatesProperty();
        for (var n = 0; n < Each; n++)
        {
            (await maria.At(nodes[n % 3]).Books((await agent.Opens(property, agency.Tomorrow(n))).Id)).Code.ShouldBe(201);
            var said = await maria.At(nodes[n % 3]).Asks("mutation { ingestMessage(input: { body: \"Obrigada!\" }) { id conversation { id } } }");
            (await agent.At(nodes[n % 3]).Asks("mutation($id: ID!, $until: DateTime!) { snooze(conversationId: $id, until: $until) { status } }",
                new { id = (string)said.Only!["conversation"]!["id"]!, until = agency.Tomorrow().AddMonths(6) }))["status"].ShouldBe("SNOOZED");
        }

        var mine = $"organization_id = '{agency.Id}'";
        var reminders = $"SELECT count(*) FROM events.jobs WHERE {mine} AND kind = 'visits.reminder'";
        await Eventually.So("all is set", async () =>
            await nodes.Ask<long>($"SELECT count(*) FROM events.jobs WHERE {mine} AND kind = 'conversation.wake'") == Each && await nodes.Ask<long>(reminders) >= Each, 60);
        var due = await nodes.Ask<long>(reminders);
        await nodes.Ask<long>($"""
            WITH over AS (UPDATE support.conversations SET snoozed_until = now() WHERE {mine} RETURNING id),
                 due AS (UPDATE events.jobs SET due_at = now() WHERE {mine} AND kind IN ('conversation.wake', 'visits.reminder') RETURNING id)
            SELECT count(*) FROM due
            """);
        var woken = $"FROM events.log WHERE {mine} AND type = 'conversation.reopened'";
        await Eventually.So("they begin", async () => await nodes.Ask<long>($"SELECT count(*) {woken}") > 0, 60);

        await nodes[1].Kill();
        var last = await maria.At(nodes[2]).Asks("mutation { ingestMessage(input: { body: \"Posso levar o meu cão?\" }) { id } }");
        // What it held is free within half a minute by the clock of the database, which grants all leases.
        (await nodes.Ask<bool>("""
            SELECT coalesce(max(lease_until), clock_timestamp()) <= clock_timestamp() + interval '25 seconds'
            FROM (SELECT lease_until FROM events.cursors UNION ALL SELECT lease_until FROM events.jobs) AS held
            """)).ShouldBeTrue();

        var killed = TimeProvider.System.GetTimestamp();
        await Eventually.So("all is done", async () => await nodes.Ask<bool>($"""
            SELECT NOT EXISTS (SELECT FROM events.jobs WHERE {mine} AND due_at <= now())
               AND NOT EXISTS (SELECT FROM events.cursors c WHERE EXISTS (SELECT FROM events.log l WHERE (l.tx, l.seq) > (c.tx, c.seq)))
               AND EXISTS (SELECT FROM support.drafts WHERE message_id = '{last.Id}')
            """), 300);
        output.WriteLine($"All was done {TimeProvider.System.GetElapsedTime(killed).TotalSeconds:F1} s after the kill.");
        (await nodes.Ask<string>($"SELECT count(*) || ' of ' || count(DISTINCT subject_id) {woken}")).ShouldBe($"{Each} of {Each}");
        (await nodes.Ask<string>($"""
            SELECT count(*) || ' notices, ' || count(DISTINCT (n.person_id, n.kind, n.key)) || ' facts, ' || count(*) FILTER (WHERE mails = 1) || ' mails'
            FROM accounts.notices n, LATERAL (SELECT count(*) AS mails FROM accounts.notice_deliveries d WHERE d.notice_id = n.id AND d.channel = 'mail') AS m
            WHERE n.{mine} AND n.kind IN ('reminder_day', 'reminder_hour')
            """)).ShouldBe($"{2 * due} notices, {2 * due} facts, {2 * due} mails");
        await nodes.Replace(1);
    }

    [Fact]
    public async Task Restarted_one_after_the_other_under_load_they_let_nobody_down()
    {
        var called = new IFrontDoor[] { nodes[0], nodes[1], nodes[2] };
        var history = await RandomHistory.Prepare(called, Random.Shared.Next(), mayBeInterrupted: true);
        using var enough = new CancellationTokenSource();
        var running = history.Run(enough.Token);
        for (var n = 0; n < 3; n++)
        {
            await history.Witness.More(60);
            var leaving = nodes[n];
            var stopping = leaving.Stop();
            (await Eventually.Is(async () => !await leaving.IsReady(), Patience)).ShouldBeTrue();
            called[n] = nodes[(n + 1) % 3]; // as a balancer does
            var (exitCode, after) = await stopping;
            output.WriteLine($"A node ended with {exitCode} after {after.TotalSeconds:F1} s.");
            exitCode.ShouldBe(0, leaving.Said);
            await nodes.Replace(n);
            called[n] = nodes[n];
        }

        await history.Witness.More(60);
        await enough.CancelAsync();
        await running;

        output.WriteLine($"{history.Witness.Total} answers: {history.Witness.Counts}");
        history.Witness.CutOff.ShouldBe(0, history.Witness.Counts);
        await history.ShouldBeTrue(nodes.Database, history.Witness.Counts);
    }
}
