using Doorward.Platform.Http;

namespace Doorward.Platform.Live;

/// <summary>What <c>/ws</c> answers to messages it cannot handle, whatever their type.</summary>
internal static class LiveRefusals
{
    public static Refusal Malformed { get; } = new(
        "malformed_message", 400, "Send one JSON object a frame, with type, payload and, if you like, an id of at most 128 characters.");

    public static Refusal Binary { get; } = new("binary_frame", 400, "Send text frames: JSON in UTF-8.");

    public static Refusal TooLarge { get; } = new("message_too_large", 413, "A message may have 64 KiB at the most.");

    public static Refusal UnknownType { get; } = new("unknown_type", 404, "No message has that type; contracts/events.asyncapi.json lists them.");

    public static Refusal InvalidPayload { get; } = new(
        "invalid_payload", 422, "The payload has not the shape that contracts/events.asyncapi.json gives for that type.");

    public static Refusal NotSignedIn { get; } = new("not_signed_in", 401, "Send authenticate with a token first.");

    public static Refusal TooMany { get; } = new("too_many_messages", 429, "Too many messages: fifty a second and a hundred at once are the limit. Slow down.");

    public static Refusal Busy { get; } = new("busy", 503, "The server is busy; nothing was done. Send the message again in a moment.");

    public static Refusal AnotherPerson { get; } = new(
        "another_person", 403, "A socket belongs to one person in one agency for as long as it is open. Connect anew for another.");

    public static Refusal NoSuchTopic { get; } = new("no_such_topic", 404, "There is no such topic, or it is not yours to see.");

    public static Refusal TooManyTopics { get; } = new("too_many_topics", 409, "A socket may have 32 topics at the most. Unsubscribe from one first.");

    public static Refusal NotSubscribed { get; } = new("not_subscribed", 409, "Subscribe to the topic first.");

    public static Refusal NotPresent { get; } = new("not_present", 409, "Say with presence that you are there first.");

    public static Refusal NotKeyed { get; } = new("topic_not_keyed", 409, "People are present at one thing, such as booking:{id}, not at all of them.");

    public static Refusal InvalidCursor { get; } = new("invalid_cursor", 400, "The cursor is none that was told here. Leave it out to begin now.");

    /// <summary>All, for the contract.</summary>
    public static IReadOnlyList<Refusal> All =>
    [
        Malformed, Binary, TooLarge, UnknownType, InvalidPayload, NotSignedIn, TooMany, Busy, AnotherPerson, NoSuchTopic, TooManyTopics, NotSubscribed,
        NotPresent, NotKeyed, InvalidCursor,
    ];
}
