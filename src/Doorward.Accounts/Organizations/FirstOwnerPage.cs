using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Doorward.Accounts.Organizations;

/// <summary>Where the printed link leads: says in a browser what to send. The sign-in pages take its place.</summary>
internal static class FirstOwnerPage
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/first-owner", (HttpContext context, string? token = null) => TypedResults.Text(Page(context.Request, token ?? ""), "text/html; charset=utf-8"))
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static string Page(HttpRequest request, string token)
    {
        var safe = token.Length <= 64 && !token.AsSpan().ContainsAnyExcept(Base64UrlLetters) ? token : "";
        var command = $$"""
            curl -X POST {{request.Scheme}}://{{request.Host}}/api/v1/organizations -H 'Content-Type: application/json' \
              -d '{"token": "{{safe}}", "organization": "My Lettings", "slug": "my-lettings", "name": "Your Name", "email": "you@example.com"}'
            """;
        return $"""
            <!doctype html><html lang="en"><title>Doorward: the first owner</title>
            <h1>Welcome to Doorward</h1>
            <p>Whoever uses this link becomes the first owner. It is good once. Change the names and run:</p>
            <pre>{HtmlEncoder.Default.Encode(command)}</pre>
            <p>The answer holds your bearer token, good for 12 hours. Mint others on this machine with <code>./run token</code>.</p></html>
            """;
    }

    private static readonly System.Buffers.SearchValues<char> Base64UrlLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
