using System.CommandLine;
using Doorward.Platform.Http;

namespace Doorward.Commands;

/// <summary><c>doorward openapi</c>: prints the contract of the HTTP API. It needs no settings and no database, and starts nothing.</summary>
internal static class OpenApi
{
    public static void Add(RootCommand doorward)
    {
        var openApi = new Command("openapi", "Print the OpenAPI 3.1 document of the HTTP API.");
        openApi.SetAction(async (_, _) =>
        {
            Console.Write(await Document());
            return 0;
        });
        doorward.Subcommands.Add(openApi);
    }

    /// <summary>The document of the program's routes, whatever this machine's settings are.</summary>
    public static async Task<string> Document()
    {
        await using var app = Offline.Build();
        return await app.Services.GetRequiredService<ApiDocument>().Json;
    }
}
