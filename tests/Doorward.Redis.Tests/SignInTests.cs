using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Doorward.Redis.Tests;

/// <summary>A server with a password, an ACL user and TLS.</summary>
public sealed class GuardedServer : IAsyncLifetime
{
    public int Port { get; private set; }

    public RedisServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("redis-tls-").FullName;
        Certificates(folder);
        for (var attempt = 1; Server is null; attempt++)
        {
            Port = FreePort();
            try
            {
                Server = await RedisServer.Start(
                    "--requirepass", "correct horse", "--user", "ana", "on", ">secret", "~door:*", "+@all", "--tls-port", $"{Port}", "--bind", "127.0.0.1", "--tls-auth-clients", "no",
                    "--tls-cert-file", $"{folder}/server.pem", "--tls-key-file", $"{folder}/server.key", "--tls-ca-cert-file", $"{folder}/ca.pem");
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // somebody else took the port in between
            }
        }

        File.Move($"{folder}/ca.pem", $"{Server.Folder}/ca.pem");
        File.Move($"{folder}/other.pem", $"{Server.Folder}/other.pem");
        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static void Certificates(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var ca = Authority("ca", key, now);
        File.WriteAllText($"{folder}/ca.pem", ca.ExportCertificatePem());
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = Authority("other", other, now);
        File.WriteAllText($"{folder}/other.pem", stranger.ExportCertificatePem());

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(ca, now.AddDays(-1), now.AddDays(1), [1, 2, 3]);
        File.WriteAllText($"{folder}/server.pem", server.ExportCertificatePem());
        File.WriteAllText($"{folder}/server.key", serverKey.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Authority(string name, ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
    }
}

public sealed class SignInTests(GuardedServer guarded) : IClassFixture<GuardedServer>
{
    [Theory]
    [InlineData("unix://:correct%20horse@{0}", 3)]
    [InlineData("unix://:correct%20horse@{0}", 2)]
    [InlineData("unix://ana:secret@{0}", 3)]
    [InlineData("unix://ana:secret@{0}", 2)]
    public async Task With_the_password_one_comes_in(string url, int protocol)
    {
        await using var redis = Client(url, protocol);

        (await redis.Call(["SET", "door:1", 1], Keys.Stop)).AsText().ShouldBe("OK");
    }

    [Theory]
    [InlineData("unix://:wrong@{0}", 3, "WRONGPASS")]
    [InlineData("unix://:wrong@{0}", 2, "WRONGPASS")]
    [InlineData("unix://ana:wrong@{0}", 3, "WRONGPASS")]
    [InlineData("unix://{0}", 3, "NOAUTH")]
    [InlineData("unix://{0}", 2, "NOAUTH")]
    public async Task Without_it_the_server_says_why_not(string url, int protocol, string code)
    {
        await using var redis = Client(url, protocol);

        var refusal = await Should.ThrowAsync<RedisErrorException>(() => redis.Call(["SET", "door:1", 1], Keys.Stop));

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldNotContain("wrong@");
    }

    [Fact]
    public async Task What_a_user_may_not_do_is_said()
    {
        await using var redis = Client("unix://ana:secret@{0}", 3);

        (await Should.ThrowAsync<RedisErrorException>(() => redis.Call(["SET", "other", 1], Keys.Stop))).Code.ShouldBe("NOPERM");
    }

    [Fact]
    public async Task Over_tls_the_certificate_must_be_of_a_trusted_authority_and_of_that_host()
    {
        await using var redis = Client($"rediss://:correct%20horse@localhost:{guarded.Port}/1?ca={guarded.Server.Folder}/ca.pem", 3);
        (await redis.Call(["ECHO", new string('x', 200_000)], Keys.Stop)).AsText()!.Length.ShouldBe(200_000);

        foreach (var other in new[]
        {
            $"rediss://:correct%20horse@localhost:{guarded.Port}?ca={guarded.Server.Folder}/other.pem",
            $"rediss://:correct%20horse@localhost:{guarded.Port}",
            $"rediss://:correct%20horse@127.0.0.1:{guarded.Port}?ca={guarded.Server.Folder}/ca.pem",
        })
        {
            await using var refused = Client(other, 3);
            (await Should.ThrowAsync<RedisUnreachableException>(() => refused.Call(["PING"], Keys.Stop))).Message.ShouldContain("certificate");
        }
    }

    private RedisClient Client(string url, int protocol) => new(RedisUrl.Parse(string.Format(url, guarded.Server.SocketPath)) with
    {
        Protocol = protocol, ConnectTimeout = TimeSpan.FromSeconds(60), ReplyTimeout = TimeSpan.FromSeconds(60),
    });
}
