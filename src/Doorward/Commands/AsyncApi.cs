using System.CommandLine;
using Doorward.Platform.Live.Contract;

namespace Doorward.Commands;

/// <summary><c>doorward asyncapi</c>: prints the contract of the live connection and of every event. It needs no settings and no database.</summary>
internal static class AsyncApi
{
    public static void Add(RootCommand doorward)
    {
        var asyncApi = new Command("asyncapi", "Print the AsyncAPI 3.0 document of the live connection and of every event.");
        asyncApi.SetAction(async (_, _) =>
        {
            Console.Write(await Document());
            return 0;
        });
        doorward.Subcommands.Add(asyncApi);
    }

    /// <summary>The document of what the modules declare, whatever this machine's settings are.</summary>
    public static async Task<string> Document()
    {
        await using var app = Offline.Build();
        return app.Services.GetRequiredService<LiveContract>().Json;
    }
}
