using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Abuse;

/// <summary>More than there should be of everything around a body; bodies themselves are in BadBodies. Each is refused, and the server goes on.</summary>
public sealed class OversizedTests(Front front) : IClassFixture<Front>
{
    public static TheoryData<string, string, int> Requests { get; } = new()
    {
        { "an address of 20,000 letters", $"GET /api/v1/slots?cursor={new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "a header of 40,000 letters", $"GET /api/v1/slots HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 40_000)}\r\n\r\n", 431 },
        { "a token of 40,000 letters", $"GET /api/v1/slots HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {new string('a', 40_000)}\r\n\r\n", 431 },
        { "a thousand headers", $"GET /api/v1/slots HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 1_000).Select(n => $"X-{n}: 1\r\n"))}\r\n", 431 },
        { "a body of ten gigabytes", "POST /api/v1/slots HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{", 401 },
        { "two lengths", "POST /api/v1/slots HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400 },
        { "a chunk that never was", "POST /api/v1/invitations/sign-up HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n", 400 },
        { "a header with a line end of its own", "GET /api/v1/slots HTTP/1.1\r\nHost: x\r\nX-A: b\rSet-Cookie: c\r\n\r\n", 400 },
        { "no host", "GET /api/v1/slots HTTP/1.1\r\n\r\n", 400 },
        { "two hosts", "GET /api/v1/slots HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task It_is_refused_and_the_next_request_is_answered(string what, string request, int status)
    {
        var answer = await Raw(request);

        answer.ShouldStartWith($"HTTP/1.1 {status} ", Case.Sensitive, what);
        answer.ShouldNotContain("Set-Cookie");
        (await front.Ours.Agency.Owner.Get("slots")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_request_id_that_would_write_into_headers_or_logs_is_not_taken_over()
    {
        foreach (var id in new[] { "a b\tc", new string('x', 5_000), "<script>", "\"quoted\"" })
        {
            using var answer = await front.Desk.Http.SendAsync(Request(id), CancellationToken.None);
            answer.Headers.TryGetValues("X-Request-Id", out var echoed).ShouldBeTrue();
            echoed!.Single().ShouldNotBe(id);
        }

        HttpRequestMessage Request(string id)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(front.Desk.Address, "/health/live"));
            request.Headers.TryAddWithoutValidation("X-Request-Id", id);
            return request;
        }
    }

    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, front.Desk.Address.Port);
        var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        }
        catch (IOException)
        {
            // refused before all of it was sent
        }

        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, patience.Token));
    }
}
