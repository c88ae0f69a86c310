using System.CommandLine;
using Doorward.Support;

namespace Doorward.Commands;

/// <summary><c>doorward graphql</c>: prints the contract of the graph. It needs no settings and no database, and starts nothing.</summary>
internal static class GraphSchema
{
    public static void Add(RootCommand doorward)
    {
        var graphql = new Command("graphql", "Print the schema of the graph at /graphql.");
        graphql.SetAction(async (_, _) =>
        {
            Console.Write(await Document());
            return 0;
        });
        doorward.Subcommands.Add(graphql);
    }

    public static async Task<string> Document()
    {
        await using var app = Offline.Build();
        return SupportModule.Schema(app.Services);
    }
}
