using System.ComponentModel;
using Doorward.Platform.Identity;

namespace Doorward.Platform.Live.Inbound;

[Description("Asks whether the server still answers: pong.")]
internal sealed record Ping : ILivePayload<Ping>
{
    public static Ping Example { get; } = new();
}

internal sealed class PingHandler : ILiveHandler<Ping>
{
    private static readonly LiveAnswer Pong = LiveAnswer.Done with { Type = "pong" };

    public ValueTask<LiveAnswer> Handle(Ping payload, Caller caller, LiveConnection connection, CancellationToken cancellation) => ValueTask.FromResult(Pong);
}
