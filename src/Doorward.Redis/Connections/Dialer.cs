using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Doorward.Redis.Connections;

/// <summary>Opens a connection and signs in on it.</summary>
internal sealed class Dialer(RedisOptions options, TimeProvider time)
{
    /// <exception cref="RedisException">There is no server, or it does not let us in.</exception>
    public async Task<Wire> Dial(CancellationToken closing)
    {
        using var late = new CancellationTokenSource(options.ConnectTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, closing);
        var stream = await Within(() => Open(limit.Token), limit.Token);
        var wire = new Wire(stream, options, time);
        try
        {
            await Within(
                async () =>
                {
                    await SignIn(wire, limit.Token);
                    return true;
                },
                limit.Token);
            return wire;
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    private async Task<T> Within<T>(Func<Task<T>> step, CancellationToken limit)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new RedisUnreachableException($"{options.Address} did not answer within {options.ConnectTimeout.TotalSeconds:0.###} s.");
        }
        catch (Exception failure) when (failure is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            throw new RedisUnreachableException($"{options.Address} cannot be reached: {failure.Message}", failure);
        }
        catch (RedisOutcomeUnknownException failure)
        {
            throw new RedisUnreachableException($"{options.Address} does not speak: {failure.InnerException?.Message ?? failure.Message}", failure.InnerException);
        }
    }

    private async Task<Stream> Open(CancellationToken cancellation)
    {
        var socket = options.SocketPath is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (options.SocketPath is { } path)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }

            // a peer that vanished without a word is noticed also when nobody asks it anything
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            await socket.ConnectAsync(IPAddress.TryParse(options.Host, out var address) ? new IPEndPoint(address, options.Port) : new DnsEndPoint(options.Host, options.Port), cancellation);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return options.UseTls ? await Secure(stream, cancellation) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> Secure(NetworkStream stream, CancellationToken cancellation)
    {
        var secure = new SslStream(stream);
        var how = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.TrustedAuthorities is { } authorities)
        {
            how.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            how.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        await secure.AuthenticateAsClientAsync(how, cancellation);
        return secure;
    }

    private async Task SignIn(Wire wire, CancellationToken cancellation)
    {
        if (options.Protocol == 2 || !await Hello(wire, cancellation))
        {
            await SignInOldWay(wire, cancellation);
        }

        if (options.Database != 0)
        {
            await Send(wire, ["SELECT", options.Database], cancellation);
        }
    }

    /// <summary>False when the server does not know RESP3.</summary>
    private async Task<bool> Hello(Wire wire, CancellationToken cancellation)
    {
        List<Argument> hello = ["HELLO", 3];
        if (options.Password is { } password)
        {
            hello.AddRange(["AUTH", options.User ?? "default", password]);
        }

        if (options.ClientName is { } name)
        {
            hello.AddRange(["SETNAME", name]);
        }

        try
        {
            await Send(wire, [.. hello], cancellation);
            return true;
        }
        catch (RedisErrorException refusal) when (refusal.Code is "ERR" or "NOPROTO")
        {
            return false;
        }
    }

    private async Task SignInOldWay(Wire wire, CancellationToken cancellation)
    {
        if (options.Password is { } password)
        {
            // before 6.0 there were no users, and AUTH with one is refused
            await Send(wire, options.User is { } user ? ["AUTH", user, password] : ["AUTH", password], cancellation);
        }

        if (options.ClientName is { } name)
        {
            await Send(wire, ["CLIENT", "SETNAME", name], cancellation);
        }
    }

    private static Task<Reply> Send(Wire wire, Argument[] command, CancellationToken cancellation)
    {
        var awaited = new AwaitedOne();
        return wire.TrySend(command, awaited) ? awaited.Task.WaitAsync(cancellation) : throw new IOException("The server closed the connection.");
    }
}
