using System.Text.Json.Nodes;

namespace Doorward.Platform.Contracts;

/// <summary>A channel, a stream of Redis, on which others send to Doorward. Registered as a service, it stands in the contract.</summary>
/// <param name="Name">The stream's.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Messages">The kinds of entries that are read; others are passed over.</param>
public sealed record InboundChannel(string Name, string Summary, IReadOnlyList<InboundMessage> Messages);

/// <summary>A kind of entry.</summary>
/// <param name="Type">What its field <c>type</c> says.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Payload">What its field <c>payload</c> holds.</param>
/// <param name="Example">A payload that could be sent.</param>
public sealed record InboundMessage(string Type, string Summary, JsonContract Payload, string Example);
