using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>
/// X-Request-Id: a sane one of the caller's is taken over, else one is made; it is echoed. As the request's
/// TraceIdentifier it is in the log scope (RequestId) that the framework opens anyway.
/// </summary>
internal sealed class RequestIds(RequestDelegate next)
{
    public const string Header = "X-Request-Id";

    private const int Longest = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var id = given.Count == 1 && given[0] is { } one && IsSane(one) ? one : Guid.CreateVersion7().ToString("N");
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
        return next(context);
    }

    private static bool IsSane(string id) => id.Length is > 0 and <= Longest && !id.AsSpan().ContainsAnyExcept(Allowed);
}
