using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Tests.Http;

public sealed class ShutdownTests
{
    private readonly ConcurrentQueue<string> _story = [];

    [Fact]
    public async Task Readiness_goes_first_then_requests_finish_then_parts_stop_last_registered_first()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var edge = await Open(new EdgeSettings(), async () =>
        {
            entered.SetResult();
            await release.Task;
            _story.Enqueue("request finished");
            return "done";
        });
        edge.App.Lifetime.ApplicationStopping.Register(() => _story.Enqueue("stopping"));
        var inFlight = edge.Get("/work");
        await entered.Task;

        var stop = edge.App.StopAsync();
        await Refused(edge);
        edge.App.Services.GetRequiredService<Draining>().Begun.ShouldBeTrue();
        stop.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await inFlight).Text.ShouldBe("done");
        await stop;
        _story.ShouldBe(["stopping", "request finished", "worker stopped", "batcher drained"]);
    }

    [Theory]
    [InlineData("Content-Length: 14", "{\"one\": ", "\"two\"}", true)]
    [InlineData("Transfer-Encoding: chunked", "8\r\n{\"one\": \r\n", "6\r\n\"two\"}\r\n0\r\n\r\n", true)]
    [InlineData("Content-Length: 14", "{\"one\": ", "", false)]
    [InlineData("Content-Length: 14", "{\"one\": ", "\"t", false)]
    [InlineData("Transfer-Encoding: chunked", "8\r\n{\"one\": \r\n", "", false)]
    [InlineData("Transfer-Encoding: chunked", "8\r\n{\"one\": \r\n", "6\r\n\"two\"}\r\n", false)]
    public async Task A_body_that_is_still_on_its_way_is_read_or_told_to_come_again(string framing, string begin, string end, bool arrives)
    {
        await using var edge = await Edge.Open(
            app => app.MapPost("/words", (Dictionary<string, string> words) => words.Count), new EdgeSettings { DrainRequestsSeconds = 2 });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, edge.Address.Port);
        var stream = socket.GetStream();
        var buffer = new byte[4096];
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /words HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{framing}\r\nExpect: 100-continue\r\n\r\n"));
        Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)).ShouldStartWith("HTTP/1.1 100 Continue", Case.Sensitive, "it waits for the body");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begin));

        var stop = edge.App.StopAsync();
        await Refused(edge);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(end));
        var said = "";
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                said += Encoding.ASCII.GetString(buffer, 0, read);
            }
        }
        catch (IOException)
        {
            // a reset ends the answer as well
        }

        await stop;
        TestContext.Current.TestOutputHelper?.WriteLine($"said: {said}\nlogs: {string.Join('\n', edge.Logs)}");
        edge.Logs.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        if (!arrives)
        {
            said.ShouldContain("Retry-After: ", Case.Sensitive, "when to come again");
            said.ShouldContain("\"stopping\"");
        }

        said.ShouldStartWith(arrives ? "HTTP/1.1 200 OK" : "HTTP/1.1 503 Service Unavailable", Case.Sensitive, string.Join('\n', edge.Logs));
    }

    [Fact]
    public async Task A_stuck_request_does_not_take_the_parts_time()
    {
        var entered = new TaskCompletionSource();
        await using var edge = await Open(new EdgeSettings { DrainRequestsSeconds = 1 }, async () =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            return "never";
        });
        var inFlight = edge.Get("/work");
        await entered.Task;
        var watch = Stopwatch.StartNew();

        await edge.App.StopAsync();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        await Should.ThrowAsync<HttpRequestException>(() => inFlight);
        _story.ShouldBe(["worker stopped", "batcher drained"]);
    }

    [Fact]
    public async Task Before_the_server_stops_balancers_have_time_to_notice_and_connections_end_with_their_next_answer()
    {
        await using var edge = await Open(new EdgeSettings { DrainDelaySeconds = 2 }, () => Task.FromResult("done"));
        (await edge.Get("/work")).Headers.ShouldNotContainKey("Connection");

        var stop = edge.App.StopAsync();

        (await edge.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var last = await edge.Get("/work");
        (last.Text, last.Headers.GetValueOrDefault("Connection")).ShouldBe(("done", "close"));
        await stop;
    }

    [Fact]
    public async Task All_of_it_has_fifteen_seconds()
    {
        await using var edge = await Open(new EdgeSettings(), () => Task.FromResult("done"));

        edge.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HostOptions>>()
            .Value.ShutdownTimeout.ShouldBe(TimeSpan.FromSeconds(15));
    }

    private Task<Edge> Open(EdgeSettings settings, Func<Task<string>> work) => Edge.Open(
        app => app.MapGet("/work", work),
        settings,
        builder =>
        {
            builder.Services.AddSingleton<IHostedService>(new Part(() => _story.Enqueue("batcher drained")));
            builder.Services.AddSingleton<IHostedService>(new Part(() => _story.Enqueue("worker stopped")));
        });

    /// <summary>Waits until the server no longer accepts connections.</summary>
    private static async Task Refused(Edge edge)
    {
        for (var accepted = true; accepted;)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, edge.Address.Port);
            }
            catch (SocketException)
            {
                accepted = false;
            }
        }
    }

    private sealed class Part(Action stopped) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            stopped();
            return Task.CompletedTask;
        }
    }
}
