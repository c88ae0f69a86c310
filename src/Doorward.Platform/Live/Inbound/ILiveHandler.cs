using Doorward.Platform.Identity;

namespace Doorward.Platform.Live;

/// <summary>
/// What a client of <c>/ws</c> may send under one message type. Its C# type is the schema, its example stands in contracts/events.asyncapi.json,
/// and its <see cref="System.ComponentModel.DescriptionAttribute"/> is the message's one sentence.
/// </summary>
public interface ILivePayload<TSelf>
    where TSelf : ILivePayload<TSelf>
{
    /// <summary>A payload that could be sent.</summary>
    static abstract TSelf Example { get; }
}

/// <summary>
/// Handles messages of one type. Messages of a connection come one after the other, those of different connections at once, in the whole process
/// at most 64. Register it with AddLiveHandler; it is made once.
/// </summary>
/// <typeparam name="TPayload">What the client sends.</typeparam>
public interface ILiveHandler<TPayload>
    where TPayload : ILivePayload<TPayload>
{
    /// <summary>An example of what <see cref="LiveAnswer.With"/> is given; null: nothing.</summary>
    static virtual object? AnswerExample => null;

    /// <summary>Does what is asked. What the caller may not see is not found: the statement takes organization and person.</summary>
    /// <param name="payload">Deserialised strictly; check its values here.</param>
    /// <param name="caller">Whose connection it is, as of now.</param>
    /// <param name="connection">On which it came.</param>
    /// <param name="cancellation">Ends with the connection and with the server.</param>
    /// <exception cref="Exception">A bug: logged, and answered with the error <c>internal</c>.</exception>
    ValueTask<LiveAnswer> Handle(TPayload payload, Caller caller, LiveConnection connection, CancellationToken cancellation);
}
