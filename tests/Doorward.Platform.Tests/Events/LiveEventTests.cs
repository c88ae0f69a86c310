using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Tests.Events;

public sealed class LiveEventTests
{
    [Fact]
    public async Task Whoever_asks_at_the_same_moment_gets_all_of_its_json()
    {
        var entry = new LogEntry(
            new LogCursor(7341, 22), Guid.CreateVersion7(), "property.created", null, null, Guid.CreateVersion7(), null, """{"name": "Rua das Flores 12"}""",
            DateTimeOffset.UnixEpoch, null);
        var whole = new LiveEvent(entry, null).Json.Length;
        for (var round = 0; round < 20; round++)
        {
            var events = Enumerable.Range(0, 20_000).Select(_ => new LiveEvent(entry, null)).ToArray();
            var shorter = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => events.Count(one => one.Json.Length != whole))));

            shorter.ShouldAllBe(count => count == 0);
        }
    }
}
