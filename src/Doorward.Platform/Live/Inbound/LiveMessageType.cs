using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Live.Inbound;

namespace Doorward.Platform.Live;

/// <summary>A message type that clients may send, and what runs when they do.</summary>
internal sealed record LiveMessageType(
    string Name, string Summary, Type Payload, object Example, object? AnswerExample,
    Func<JsonElement, Caller?, LiveConnection, CancellationToken, ValueTask<LiveAnswer>> Handle)
{
    /// <summary>Whether somebody may send it who has not said who they are.</summary>
    public bool BeforeSignIn => Name is Authenticate.Type or "ping";

    public static LiveMessageType Of<TPayload, THandler>(string name, THandler handler)
        where TPayload : ILivePayload<TPayload>
        where THandler : ILiveHandler<TPayload> => new(
            name,
            typeof(TPayload).GetCustomAttribute<DescriptionAttribute>()?.Description
                ?? throw new InvalidOperationException($"{typeof(TPayload).Name} has no [Description]: say in one sentence what {name} does."),
            typeof(TPayload), TPayload.Example, THandler.AnswerExample,
            (payload, caller, connection, cancellation) => handler.Handle(
                payload.Deserialize<TPayload>(DoorwardJson.Options) ?? throw new JsonException("The payload is null."),
                caller!, connection, cancellation));
}
