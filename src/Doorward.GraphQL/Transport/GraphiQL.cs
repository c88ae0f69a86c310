using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Transport;

/// <summary>GraphiQL in the browser, from files inside this assembly: no other host is asked for anything.</summary>
internal static class GraphiQL
{
    private const string Prefix = "graphiql/";

    private static readonly Assembly Assembly = typeof(GraphiQL).Assembly;

    public static async Task Page(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'";
        await http.Response.WriteAsync(Html((http.Request.PathBase + http.Request.Path).Value!.TrimEnd('/') + "/graphiql"), Encoding.UTF8);
    }

    public static IResult File(string file)
    {
        var stream = Assembly.GetManifestResourceStream(Prefix + file);
        return stream is null ? Results.NotFound() : Results.Stream(stream, Path.GetExtension(file) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            _ => "application/octet-stream",
        });
    }

    private static string Html(string files) => Assembly.GetManifestResourceInfo(Prefix + "graphiql.js") is null
        ? "<!doctype html><title>GraphQL</title><p>GraphiQL was not built into this server: run <code>npm ci &amp;&amp; npm run build</code> in "
            + "src/Doorward.GraphQL/GraphiQL and build again. The API itself is here and answers POST requests.</p>"
        : $"""
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>GraphiQL</title>
                <link rel="icon" href="data:," />
                <link rel="stylesheet" href="{files}/graphiql.css" />
              </head>
              <body style="margin:0">
                <div id="graphiql" style="height:100vh"></div>
                <script src="{files}/graphiql.js"></script>
              </body>
            </html>
            """;
}
