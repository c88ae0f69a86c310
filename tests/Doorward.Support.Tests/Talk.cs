using Dapper;
using Doorward.Support.Copilot;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests;

/// <summary>What people say to each other over the graph.</summary>
internal static class Talk
{
    private const string Fields = "{ id number author body createdAt conversation { id status customerRef messageCount customer { name } assignee { name } tags } person { name } }";

    // A worker outside has them, of which nothing is heard for a day.
    private static readonly Lazy<Task<Desk>> WithoutCopilot = new(() => Desk.Open(services: services => services.AddSingleton(new CopilotSettings(true, 86_400))));

    /// <summary>An agency to whose messages nobody drafts an answer but the test itself: the copilot would be faster, or come in between.</summary>
    public static async Task<Agency> AgencyWithoutCopilot() => await Agency.Open(await WithoutCopilot.Value);

    public static Task<GraphAnswer> Writes(this Person person, string body, Guid? to = null, string? key = null, string? customerRef = null, Guid? applicant = null) =>
        person.Asks($"mutation($input: IngestMessageInput!) {{ ingestMessage(input: $input) {Fields} }}",
            new { input = new { body, conversationId = to, idempotencyKey = key, customerRef, applicantId = applicant } });

    public static Task<GraphAnswer> Answers(this Person person, Guid conversation, string body, string? key = null) =>
        person.Asks($"mutation($id: ID!, $body: String!, $key: String) {{ sendReply(conversationId: $id, body: $body, idempotencyKey: $key) {Fields} }}",
            new { id = conversation, body, key });

    public static Guid Conversation(this GraphAnswer message) => Guid.Parse((string)message.Only!["conversation"]!["id"]!);

    public static Task<GraphAnswer> Does(this Person person, string mutation, Guid conversation) =>
        person.Asks($"mutation {{ {mutation.Replace("ID", $"\"{conversation}\"", StringComparison.Ordinal)} {{ id status tags snoozedUntil assignee {{ id name }} applicantId }} }}");

    public static Task<GraphAnswer> Looks(this Person person, Guid conversation) => person.Asks(
        "query($id: ID!) { conversation(id: $id) { id status tags messageCount assignee { id } messages(first: 100) { nodes { number author body } } } }",
        new { id = conversation });

    public static Task<GraphAnswer> Reviews(this Person person, string mutation, Guid draft) => person.Asks(
        $"mutation {{ {mutation.Replace("ID", $"\"{draft}\"", StringComparison.Ordinal)} {{ id status version body reviewReason reviewedBy {{ name }} reviews {{ action version difference reason person {{ name }} }} }} }}");

    /// <summary>A draft as the copilot would store it.</summary>
    public static async Task<Guid> Draft(
        this Agency agency, GraphAnswer message, string body = "The flat is free on Tuesday at ten.", string status = "SUGGESTED", string urgency = "NORMAL",
        string sentiment = "NEUTRAL", DateTimeOffset? at = null)
    {
        await using var connection = await agency.Door.Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<Guid>("""
            INSERT INTO support.drafts (organization_id, id, conversation_id, message_id, status, body, intent, category, sentiment, urgency, confidence, threshold, reason, created_at)
            VALUES (@organization, @draft, @conversation, @message, @status, @body, 'viewing', 'viewings', @sentiment, @urgency, 0.8, 0.7, 'grounded', @at)
            RETURNING id
            """, new
        {
            organization = agency.Id, draft = Guid.CreateVersion7(), conversation = message.Conversation(), message = message.Id, status, body, sentiment, urgency,
            at = at ?? agency.Door.Clock.GetUtcNow(),
        });
    }

    public static async Task<IReadOnlyList<string>> Log(this Agency agency, params string[] types)
    {
        await using var connection = await agency.Door.Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "SELECT type FROM events.log WHERE organization_id = @Id AND (cardinality(@types) = 0 OR type = ANY (@types)) ORDER BY tx, seq", new { agency.Id, types })];
    }

    public static async Task<T> Scalar<T>(this Agency agency, string sql)
    {
        await using var connection = await agency.Door.Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, new { agency.Id }))!;
    }
}
