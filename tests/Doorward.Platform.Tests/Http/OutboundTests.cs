using System.Net;
using Doorward.Platform.Configuration;
using Doorward.Platform.Http;
using Doorward.Platform.Http.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Tests.Http;

public sealed class OutboundTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("192.0.2.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("ff02::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378::")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("100::1")]
    public void An_address_inside_is_told(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("223.255.255.254")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4003::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void An_address_of_the_internet_is_told(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://LOCALHOST:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://0:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    public async Task This_machine_is_not_called_however_it_is_spelt(string address)
    {
        await using var inside = await Inside.Open();
        using var client = Client();

        var refused = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(string.Format(null, address, inside.Port), Cancellation));

        refused.InnerException.ShouldBeOfType<OutboundRefused>().Message.ShouldContain("DOORWARD_HTTP__OUTBOUND_ALLOWED");
        inside.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "[::ffff:127.0.0.1]")]
    [InlineData("localhost", "localhost")]
    [InlineData("LocalHost", "localhost")]
    public async Task What_the_setting_lists_is_called(string allowed, string host)
    {
        await using var inside = await Inside.Open();
        using var client = Client(allowed);

        (await client.GetStringAsync($"http://{host}:{inside.Port}/", Cancellation)).ShouldBe("hello");
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("localhost.example")]
    [InlineData("127.0.0.2")]
    public async Task What_the_setting_does_not_list_is_not(string allowed)
    {
        await using var inside = await Inside.Open();
        using var client = Client(allowed);

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync($"http://127.0.0.1:{inside.Port}/", Cancellation));
        inside.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task An_address_that_the_operator_wrote_is_called_and_not_its_neighbour()
    {
        await using var written = await Inside.Open();
        await using var neighbour = await Inside.Open();
        using var client = Client(written: new Uri($"http://127.0.0.1:{written.Port}/keys"));

        (await client.GetStringAsync($"http://127.0.0.1:{written.Port}/other", Cancellation)).ShouldBe("hello");
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync($"http://127.0.0.1:{neighbour.Port}/", Cancellation));
        neighbour.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_an_order()
    {
        await using var inside = await Inside.Open();
        await using var redirecting = await Inside.Open(http => http.Response.Redirect($"http://127.0.0.1:{inside.Port}/"));
        using var client = Client(written: new Uri($"http://127.0.0.1:{redirecting.Port}"));

        using var answer = await client.GetAsync($"http://127.0.0.1:{redirecting.Port}/", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        inside.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_larger_than_the_limit_is_not_kept(bool announced)
    {
        await using var inside = await Inside.Open(async http =>
        {
            http.Response.ContentLength = announced ? 100_000 : null;
            await http.Response.BodyWriter.WriteAsync(new byte[100_000]);
        });
        using var client = Client("127.0.0.1", limits: new OutboundLimits(BodyBytes: 50_000));

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync($"http://127.0.0.1:{inside.Port}/", Cancellation));
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up()
    {
        await using var inside = await Inside.Open(http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        using var client = Client("127.0.0.1", limits: new OutboundLimits(Seconds: 1));

        await Should.ThrowAsync<TaskCanceledException>(() => client.GetAsync($"http://127.0.0.1:{inside.Port}/", Cancellation));
        Cancellation.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void What_cannot_be_read_in_the_setting_is_told()
    {
        var problems = new SettingsProblems();

        EdgeSettings.Read(SettingsSources.Load(
            new Dictionary<string, string> { ["DOORWARD_HTTP__OUTBOUND_ALLOWED"] = "10.0.0.0/33, storage.internal, http://x/" }, "/", problems));

        problems.All.Select(problem => problem.Setting).ShouldBe(["DOORWARD_HTTP__OUTBOUND_ALLOWED", "DOORWARD_HTTP__OUTBOUND_ALLOWED"]);
        problems.All[0].Wrong.ShouldContain("10.0.0.0/33");
        problems.All[1].Wrong.ShouldContain("http://x/");
    }

    private static HttpClient Client(string allowed = "", Uri? written = null, OutboundLimits? limits = null)
    {
        var settings = EdgeSettings.Read(SettingsSources.Load(
            new Dictionary<string, string> { ["DOORWARD_HTTP__OUTBOUND_ALLOWED"] = allowed }, "/", new SettingsProblems()));
        var services = new ServiceCollection().AddSingleton(settings);
        services.AddOutboundHttp("out", limits, _ => written is null ? [] : [written]);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("out");
    }

    /// <summary>A server of this machine that counts who comes.</summary>
    private sealed class Inside(Edge edge) : IAsyncDisposable
    {
        private int _calls;

        public int Port => edge.Address.Port;

        public int Calls => Volatile.Read(ref _calls);

        public static async Task<Inside> Open(Action<HttpContext> answer) => await Open(http =>
        {
            answer(http);
            return Task.CompletedTask;
        });

        public static async Task<Inside> Open(Func<HttpContext, Task>? answer = null)
        {
            Inside? self = null;
            var edge = await Edge.Open(app => app.Map("/{**any}", async (HttpContext http) =>
            {
                Interlocked.Increment(ref self!._calls);
                await (answer?.Invoke(http) ?? http.Response.WriteAsync("hello"));
            }));
            return self = new Inside(edge);
        }

        public ValueTask DisposeAsync() => edge.DisposeAsync();
    }
}
