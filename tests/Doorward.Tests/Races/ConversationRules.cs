namespace Doorward.Tests.Races;

/// <summary>What must be true of conversations, whatever happened, once subscribers and jobs are at rest.</summary>
internal static class ConversationRules
{
    public static IReadOnlyList<(string Fault, string Sql)> All { get; } =
    [
        ("a message has not exactly one event", """
            SELECT m.id, m.conversation_id FROM support.messages m
            LEFT JOIN (SELECT subject_id, count(*) AS told FROM events.log WHERE type IN ('message.created', 'reply.sent') GROUP BY 1) l ON l.subject_id = m.id
            WHERE l.told IS DISTINCT FROM 1
            """),
        ("an event speaks of a message that is not there", """
            SELECT l.subject_id, l.id FROM events.log l
            WHERE l.type IN ('message.created', 'reply.sent') AND l.subject_id NOT IN (SELECT id FROM support.messages)
            """),
        ("messages of a conversation are not numbered from one on", """
            SELECT c.id, c.organization_id FROM support.conversations c
            LEFT JOIN (SELECT conversation_id, count(*) AS count, min(number) AS first, max(number) AS last FROM support.messages GROUP BY 1) m ON m.conversation_id = c.id
            WHERE c.messages <> m.count OR m.first <> 1 OR m.last <> m.count OR m.count IS NULL
            """),
        ("a conversation has two live drafts", """
            SELECT conversation_id, min(id::text)::uuid FROM support.drafts WHERE live GROUP BY 1 HAVING count(*) > 1
            """),
        ("a message has two drafts", """
            SELECT message_id, min(id::text)::uuid FROM support.drafts GROUP BY 1 HAVING count(*) > 1
            """),
        ("a draft has not exactly one event of its making", """
            SELECT d.id, d.message_id FROM support.drafts d
            LEFT JOIN (SELECT subject_id, count(*) AS told FROM events.log
                       WHERE type IN ('draft.ready', 'draft.escalated') AND (after->>'version')::int = 1 GROUP BY 1) l ON l.subject_id = d.id
            WHERE l.told IS DISTINCT FROM 1
            """),
        ("a draft that was sent is not exactly one reply", """
            SELECT d.id, d.conversation_id FROM support.drafts d
            WHERE (d.status = 'SENT')::int <> (SELECT count(*) FROM support.messages m WHERE m.organization_id = d.organization_id AND m.draft_id = d.id)
            """),
        ("a customer's last word has no draft", """
            SELECT m.id, c.id FROM support.conversations c
            JOIN support.messages m ON m.organization_id = c.organization_id AND m.conversation_id = c.id AND m.number = c.messages
            WHERE m.author = 'CUSTOMER' AND c.status = 'OPEN'
              AND NOT EXISTS (SELECT FROM support.drafts d WHERE d.organization_id = m.organization_id AND d.message_id = m.id)
            """),
    ];

    /// <summary>What clients were told of messages and drafts, and is not so.</summary>
    public static IEnumerable<string> Told(Witness witness, Dictionary<Guid, string> states) =>
    [
        .. witness.Messages.Keys.Where(id => !states.ContainsKey(id)).Select(id => $"A client was told of the message {id}, which is not there"),
        .. witness.Drafts.Where(told => states.GetValueOrDefault(told.Key) != told.Value)
            .Select(told => $"A client was told that the draft {told.Key} is {told.Value}, but it is {states.GetValueOrDefault(told.Key, "not there")}"),
    ];
}
