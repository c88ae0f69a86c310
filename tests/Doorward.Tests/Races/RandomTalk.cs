using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Races;

/// <summary>Customers who write, and staff who decide about what the copilot drafts for them; at the pace of people, since every message is work for it.</summary>
internal sealed class RandomTalk(Deeds deeds, IReadOnlyList<Person> customers, IReadOnlyList<Person> staff, int seed)
{
    private static readonly string[] Words =
    [
        "Hello, can I view a flat this week?", "Obrigada!", "Is there a time on Tuesday morning?", "Posso levar o meu cão?", "This is the third time that I ask. I am angry!",
    ];

    private static readonly string[] Overtaken = ["draft_superseded", "draft_already_reviewed", "draft_changed"];
    private static readonly string[] Gone = ["slot_taken", "slot_held", "slot_cancelled", "slot_in_the_past", "applicant_busy"];

    private Witness Witness => deeds.Witness;

    public Task Run(CancellationToken until) => Task.WhenAll(
        [
            .. customers.Select((customer, n) => Task.Run(() => Customer(customer, new Random(seed + 3000 + n), until), CancellationToken.None)),
            .. staff.Select((agent, n) => Task.Run(() => Reviewer(agent, new Random(seed + 4000 + n), until), CancellationToken.None)),
        ]);

    private async Task Customer(Person customer, Random random, CancellationToken until)
    {
        var mine = new List<string>();
        while (!until.IsCancellationRequested)
        {
            var conversation = mine.Count == 0 || random.Next(3) == 0 ? null : mine[random.Next(mine.Count)];
            var body = random.GetItems(Words, 1)[0];
            await deeds.Create("write", random, Witness.Messages, (node, key) => Graph(customer.At(node),
                "mutation($input: IngestMessageInput!) { ingestMessage(input: $input) { id conversation { id } } }",
                new { input = new { body, conversationId = conversation, idempotencyKey = key } }), [], answer =>
            {
                if (conversation is null)
                {
                    mine.Add((string)answer.Body!["data"]!["ingestMessage"]!["conversation"]!["id"]!);
                }
            }, until);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 250)), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task Reviewer(Person agent, Random random, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 100)), TimeProvider.System, CancellationToken.None);
            var queue = await deeds.Try("look", random, node => Graph(agent.At(node), "{ drafts(first: 10) { nodes { id body offers conversation { id } } } }"), []);
            if (queue is null || !Deeds.IsDone(queue) || queue.Body!["data"]!["drafts"]!["nodes"]!.AsArray() is not { Count: > 0 } waiting)
            {
                continue;
            }

            var draft = waiting[random.Next(waiting.Count)]!;
            var id = (string)draft["id"]!;
            var choice = random.Next(100);
            if (choice < 70)
            {
                var slot = draft["offers"]!.AsArray() is { Count: > 0 } offers && random.Next(4) > 0 ? (string?)offers[0]!["slot_id"] : null;
                var edited = ((string)draft["body"]!).Length == 0 || random.Next(3) == 0 ? "We look forward to it." : null;
                await Decide("approve", "mutation($id: ID!, $edited: String, $slot: ID) { approveReply(draftId: $id, edited: $edited, slotId: $slot) { id status } }",
                    new { id, edited, slot }, [.. Overtaken, .. Gone]);
            }
            else if (choice < 80)
            {
                await Decide("reject", "mutation($id: ID!) { rejectReply(draftId: $id, reason: \"Not so.\") { id status } }", new { id }, Overtaken);
            }
            else
            {
                var conversation = (string)draft["conversation"]!["id"]!;
                await deeds.Create("answer", random, Witness.Messages, (node, key) => Graph(agent.At(node),
                    "mutation($id: ID!, $key: String) { sendReply(conversationId: $id, body: \"I will call you.\", idempotencyKey: $key) { id } }",
                    new { id = conversation, key }), [], _ => { }, until);
            }
        }

        async Task Decide(string deed, string mutation, object variables, string[] expected)
        {
            if (await deeds.Try(deed, random, node => Graph(agent.At(node), mutation, variables), expected) is { } answer && Deeds.IsDone(answer))
            {
                Witness.Drafts[Deeds.IdOf(answer)] = (string)answer.Body!["data"]!.AsObject().First().Value!["status"]!;
            }
        }
    }

    private static Task<Answer> Graph(Person person, string document, object? variables = null) => person.Post("/graphql", new { query = document, variables });
}
