namespace Doorward.Redis;

/// <summary>Whatever goes wrong between a caller and a server.</summary>
public abstract class RedisException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The server answered with an error. Where it did not run the command, and it always says so this way, that is certain.</summary>
/// <param name="code">The first word: <c>WRONGTYPE</c>, <c>READONLY</c>, <c>NOAUTH</c>, <c>ERR</c>.</param>
/// <param name="message">The whole error, and what to do about it where that is not plain.</param>
public sealed class RedisErrorException(string code, string message) : RedisException(message)
{
    /// <summary>The first word of the error, in capitals.</summary>
    public string Code { get; } = code;

    /// <summary>Whether the same command may well succeed a moment later, here or on the server that took this one's place.</summary>
    public bool MayPass => Code is "LOADING" or "BUSY" or "TRYAGAIN" or "MASTERDOWN" or "CLUSTERDOWN" or "READONLY" or "NOREPLICAS" or "UNBLOCKED" or "OOM";

    internal static RedisErrorException Of(string error)
    {
        var end = error.IndexOf(' ', StringComparison.Ordinal);
        var code = (end < 0 ? error : error[..end]).ToUpperInvariant();
        return new RedisErrorException(code, Advice(code) is { } advice ? $"{error} ({advice})" : error);
    }

    private static string? Advice(string code) => code switch
    {
        "READONLY" => "the server is a replica; the next call connects anew, in case another server has become the primary",
        "LOADING" => "the server has just started and reads its data",
        "NOAUTH" => "the server asks for a password and none, or none that it takes, was given",
        "WRONGPASS" => "the server does not know this user and password",
        "NOPERM" => "the server's ACL does not let this user do that",
        "MOVED" or "ASK" => "the server is part of a cluster, which this client does not follow: give it a server or a proxy that holds every key",
        "MISCONF" => "the server cannot save its data and therefore refuses writes",
        _ => null,
    };
}

/// <summary>The command did not reach the server, and never will: it may be given again.</summary>
public sealed class RedisUnreachableException(string message, Exception? inner = null) : RedisException(message, inner);

/// <summary>The command was sent and no reply came: it may have been executed, or not. Only the caller can know what that means.</summary>
public sealed class RedisOutcomeUnknownException(string message, Exception? inner = null) : RedisException(message, inner);

/// <summary>What came is no reply that this client could read; the connection it came on is closed.</summary>
public sealed class RedisProtocolException(string message) : RedisException(message);
