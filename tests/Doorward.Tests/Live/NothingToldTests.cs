using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>The program as operators run it, with everything turned up that can be: what it says of sockets, and what it never says.</summary>
public sealed class NothingToldTests
{
    private static readonly Dictionary<string, string> Loud = new()
    {
        ["Logging__LogLevel__Default"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        ["Logging__Console__LogLevel__Default"] = "Trace",
        ["Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        ["Logging__Console__LogLevel__Microsoft.AspNetCore.Server.Kestrel.BadRequests"] = "Trace",
        ["OTEL_TRACES_EXPORTER"] = "console",
        ["OTEL_METRICS_EXPORTER"] = "console",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    [Fact]
    public async Task No_token_is_told_however_it_came_and_every_metric_of_the_live_connection_is()
    {
        await using var node = await DoorwardProcess.Start(await TestCluster.NewDatabase(), settings: Loud);
        var agency = await Agency.Open(node);
        var owner = agency.Owner;
        await agency.Agent();
        await using (var query = await LiveClient.Connect(node, query: $"?token={owner.Token}"))
        await using (var protocol = await LiveClient.Connect(node, options =>
        {
            options.AddSubProtocol("doorward.v1");
            options.AddSubProtocol($"bearer.{owner.Token}");
        }))
        await using (var message = await LiveClient.Connect(node))
        {
            await query.Next("welcome");
            await protocol.Next("welcome");
            (await message.Ask("authenticate", new { token = owner.Token }))["type"]!.GetValue<string>().ShouldBe("welcome");
            (await message.Ask("authenticate", new { token = "s3cret-message" }))["type"]!.GetValue<string>().ShouldBe("error");
            await query.Ask("subscribe", new { topic = "properties" });
            await owner.CreatesProperty();
            await query.Next("event");
            await query.Send("s3cret-garbage");
            await query.Next("error");
            await Seen(node, "doorward.live.sockets", 3);
        }

        foreach (var path in new[] { "/ws?token=s3cret-query", "/ws/?token=s3cret-query", "/WS?token=s3cret-query&token=s3cret-twice", "/ws?TOKEN=s3cret-query", "/%77s?token=s3cret-query" })
        {
            using var plain = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, path));
            using var answer = await node.Http.SendAsync(plain, CancellationToken.None);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("s3cret");
        }

        await using (var refused = await LiveClient.Connect(node, query: "?token=s3cret-query"))
        {
            (await refused.Next("error"))!.ToJsonString().ShouldNotContain("s3cret");
        }

        using (var broken = new System.Net.Sockets.TcpClient(node.Address.Host, node.Address.Port))
        {
            await broken.GetStream().WriteAsync("GET /ws?token=s3cret-line HTTP/9.9\r\n\r\n"u8.ToArray());
            try
            {
                while (await broken.GetStream().ReadAsync(new byte[1024]) > 0)
                {
                }
            }
            catch (IOException)
            {
                // a reset is an answer as well
            }
        }

        await Quiet.Down(node);
        await Seen(node, "doorward.live.sockets", 0);
        await Seen(node, "doorward.live.refused", 1, "malformed_message");
        await Seen(node, "doorward.live.refused", 1, "token_malformed");
        await Seen(node, "doorward.live.messages_in", 4);
        await Seen(node, "doorward.live.messages_out", 7, orMore: true);
        await Seen(node, "doorward.notices.made", 1, "welcome");
        await Seen(node, "doorward.notices.deliveries", 1, "mail", orMore: true);
        await Seen(node, "doorward.subscribers.events", 1, "accounts.notices", orMore: true);
        await Seen(node, "doorward.jobs.duration", 0, "notice.mail", orMore: true);
        (await node.Stop()).ExitCode.ShouldBe(0);

        var said = node.Said;
        said.ShouldContain("\"LogLevel\":\"Trace\"", Case.Sensitive, "it was not turned up");
        said.ShouldContain("GET /ws", Case.Sensitive, "no span of a socket");
        said.Contains("s3cret", StringComparison.Ordinal).ShouldBeFalse(Around(said, "s3cret"));
        var signature = owner.Token!.Split('.')[2];
        said.Contains(signature, StringComparison.Ordinal).ShouldBeFalse(Around(said, signature));
    }

    /// <summary>Waits for a measurement, as it is exported.</summary>
    private static Task Seen(DoorwardProcess node, string metric, double value, string? tag = null, bool orMore = false) => Eventually.So(
        $"{metric} {tag} is {value}{(orMore ? " or more" : "")}",
        () => node.Said.Split('\n').LastOrDefault(line => line.StartsWith($"{{\"metric\":\"{metric}\"", StringComparison.Ordinal)
            && (tag is null || line.Contains($"\"{tag}\"", StringComparison.Ordinal))) is { } line
            && (double)JsonNode.Parse(line)!["value"]! is var seen && (orMore ? seen >= value : seen == value),
        seconds: 60);

    private static string Around(string said, string what) =>
        said.IndexOf(what, StringComparison.Ordinal) is var at and >= 0 ? said[Math.Max(0, at - 400)..Math.Min(said.Length, at + 100)] : "";
}
