using System.ComponentModel;
using Doorward.Platform.Identity;
using Doorward.Platform.Live;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Tests.Live;

/// <summary>What handlers may rely on: how many run at once, and when they must end.</summary>
public sealed class HandlerTests
{
    [Fact]
    public async Task Sixty_four_run_at_once_the_next_is_told_so_and_the_end_of_the_server_is_theirs()
    {
        var waiting = new Waiting();
        var desk = await Desk.Open(services: all => all.AddSingleton(waiting).AddLiveHandler<Wait, WaitHandler>("test.wait"));
        var agency = await Agency.Open(desk);
        var clients = new List<LiveClient>();
        try
        {
            for (var n = 0; n < 65; n++)
            {
                clients.Add(await LiveClient.Open(desk, agency.Owner));
            }

            // Two on one connection: the second waits for the first, whatever room there is.
            await clients[0].Send("""{"type":"test.wait","id":"first","payload":{}}""");
            await clients[0].Send("""{"type":"test.wait","id":"second","payload":{}}""");
            await Eventually.So("it runs", () => waiting.Running == 1);
            foreach (var client in clients.Skip(1).Take(63))
            {
                await client.Send("""{"type":"test.wait","id":"w","payload":{}}""");
            }

            await Eventually.So("all of them run", () => waiting.Running == 64, seconds: 60);
            var told = await clients[64].Ask("ping");
            ((string?)told["payload"]?["code"]).ShouldBe("busy");
            waiting.Most.ShouldBe(64);

            waiting.Release(1);
            var done = await Task.WhenAny(clients.Take(64).Select(client => client.Next(90)));
            ((string?)(await done)!["type"]).ShouldBe("done");

            await desk.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            waiting.Running.ShouldBe(0);
            waiting.Cancelled.ShouldBeGreaterThanOrEqualTo(63);
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    [Description("Waits until it is let go.")]
    internal sealed record Wait : ILivePayload<Wait>
    {
        public static Wait Example { get; } = new();
    }

    internal sealed class Waiting
    {
        private readonly SemaphoreSlim _released = new(0);
        private int _running;
        private int _most;
        private int _cancelled;

        public int Running => Volatile.Read(ref _running);

        public int Most => Volatile.Read(ref _most);

        public int Cancelled => Volatile.Read(ref _cancelled);

        public void Release(int count) => _released.Release(count);

        public async Task Run(CancellationToken cancellation)
        {
            var now = Interlocked.Increment(ref _running);
            int most;
            while ((most = Most) < now && Interlocked.CompareExchange(ref _most, now, most) != most)
            {
            }

            try
            {
                await _released.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }

    internal sealed class WaitHandler(Waiting waiting) : ILiveHandler<Wait>
    {
        public async ValueTask<LiveAnswer> Handle(Wait payload, Caller caller, LiveConnection connection, CancellationToken cancellation)
        {
            await waiting.Run(cancellation);
            return LiveAnswer.Done;
        }
    }
}
