using System.CommandLine;
using Doorward.Home;
using Doorward.Support.Copilot.Runs;
using Npgsql;

namespace Doorward.Commands;

/// <summary><c>doorward replay DRAFT</c>: runs the copilot again from the record behind a draft, and shows what differs.</summary>
internal static class Replay
{
    public static void Add(RootCommand doorward)
    {
        var draft = new Argument<Guid>("draft") { Description = "The draft's id." };
        var recorded = new Option<bool>("--recorded") { Description = "Take the model's recorded answers instead of asking it again." };
        var replay = new Command("replay", "Run the copilot again from the record behind a draft, and show the difference.") { draft, recorded };
        replay.SetAction((parsed, cancellation) => Run.WithSettings(
            async settings =>
            {
                await using var home = await DatabaseHome.Join(settings.Home, cancellation);
                await using var database = NpgsqlDataSource.Create(home.ConnectionString);
                if (await new Replays(database, settings.Model, TimeProvider.System).Repeat(parsed.GetValue(draft), parsed.GetValue(recorded), cancellation) is not { } replayed)
                {
                    await Console.Error.WriteLineAsync("There is no draft of that id, or its record went with its customer.");
                    return 1;
                }

                if (replayed.Note is { } note)
                {
                    Console.WriteLine(note);
                }

                Console.WriteLine($"then  {replayed.Then}");
                if (replayed.Now is null)
                {
                    return 1;
                }

                Console.WriteLine($"now   {replayed.Now}");
                Console.WriteLine(replayed.Differences.Count == 0 ? "No difference." : string.Join('\n', replayed.Differences));
                return 0;
            },
            cancellation));
        doorward.Subcommands.Add(replay);
    }
}
