using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Doorward.Platform.Http;

/// <summary>
/// Bodies are UTF-8 (RFC 8259 section 8.1). Another charset is 415; left to the framework, some would be converted and one that it does not know
/// would be a 500.
/// </summary>
internal sealed class BodyCharset(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.ContentType is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase) && !IsUtf8(type)
            ? StandardRefusals.UnsupportedMediaType.AsProblem().ExecuteAsync(context)
            : next(context);

    private static bool IsUtf8(string type) => MediaTypeHeaderValue.TryParse(type, out var read)
        && (!read.Charset.HasValue || HeaderUtilities.RemoveQuotes(read.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
