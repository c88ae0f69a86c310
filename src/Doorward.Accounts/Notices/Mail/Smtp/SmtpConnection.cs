using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Doorward.Accounts.Notices.Mail.Smtp;

/// <summary>One conversation with a server: lines out, replies in. Nothing it carries is ever logged.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int LongestLine = 4096;
    private const int MostLines = 128;

    private readonly SmtpServer _server;
    private readonly byte[] _buffer = new byte[LongestLine];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpConnection(SmtpServer server, Stream stream) => (_server, _stream) = (server, stream);

    /// <summary>What the server can do beyond the least, as its last EHLO said it.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = [];

    /// <exception cref="SmtpBroken">Nobody answers, or TLS fails.</exception>
    public static async Task<SmtpConnection> Open(SmtpServer server, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellation);
            var connection = new SmtpConnection(server, new NetworkStream(socket, ownsSocket: true));
            if (server.Protection is SmtpSecurity.Tls)
            {
                await connection.Encrypt(cancellation);
            }

            return connection;
        }
        catch (SocketException unreachable)
        {
            socket.Dispose();
            throw new SmtpBroken("smtp_unreachable", unreachable);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes on in TLS. What the server said before its answer counted was said by anybody, so nothing of it may be left over.</summary>
    /// <exception cref="SmtpBroken">The server's certificate is not good for its name, or something was slipped in.</exception>
    public async Task Encrypt(CancellationToken cancellation)
    {
        if (_start != _end)
        {
            throw new SmtpBroken("smtp_said_too_much_before_tls");
        }

        var tls = new SslStream(_stream);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _server.Host, CertificateChainPolicy = Policy() }, cancellation);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            throw new SmtpBroken("smtp_tls_failed", failure);
        }

        _stream = tls;
    }

    public Task<SmtpReply> Ask(string line, CancellationToken cancellation) => Ask(Encoding.UTF8.GetBytes(line + "\r\n"), cancellation);

    /// <exception cref="SmtpBroken">The connection ended, or the server speaks another language.</exception>
    public async Task<SmtpReply> Ask(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellation);
            await _stream.FlushAsync(cancellation);
        }
        catch (IOException cut)
        {
            throw new SmtpBroken("smtp_cut_off", cut);
        }

        return await Hear(cancellation);
    }

    /// <exception cref="SmtpBroken">The connection ended, or the server speaks another language.</exception>
    public async Task<SmtpReply> Hear(CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await Line(cancellation);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), System.Globalization.NumberStyles.None, null, out var code)
                || code is < 200 or > 599 || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new SmtpBroken("smtp_not_understood");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(code, lines);
            }
        }

        throw new SmtpBroken("smtp_not_understood");
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    private async Task<string> Line(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length <= LongestLine)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await Read(cancellation));
            }

            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var upTo = end < 0 ? _end : end;
            line.Append(Encoding.UTF8.GetString(_buffer, _start, upTo - _start));
            _start = end < 0 ? _end : end + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }

        throw new SmtpBroken("smtp_not_understood");
    }

    private async Task<int> Read(CancellationToken cancellation)
    {
        try
        {
            var count = await _stream.ReadAsync(_buffer, cancellation);
            return count > 0 ? count : throw new SmtpBroken("smtp_cut_off");
        }
        catch (IOException cut)
        {
            throw new SmtpBroken("smtp_cut_off", cut);
        }
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (_server.TrustedRoots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPemFile(roots);
        }

        return policy;
    }
}
