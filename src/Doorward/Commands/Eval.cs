using System.CommandLine;
using Doorward.Home;
using Doorward.Platform.Configuration;
using Doorward.Platform.Identity.Tokens;
using Doorward.Support.Evals.Runs;

namespace Doorward.Commands;

/// <summary><c>doorward eval</c>: tries the copilot on cases of which it is known what should come out. 0: the gate holds, 1: it does not, 2: nothing was tried.</summary>
internal static class Eval
{
    private const int Unusable = SettingsProblems.ExitCode;

    public static void Add(RootCommand doorward)
    {
        var golden = new Argument<string>("golden") { Description = "A file of cases in JSON Lines, or a folder with such .jsonl files." };
        var organization = new Option<string>("--organization") { Description = "The agency's short name.", Required = true };
        var tier = new Option<string>("--tier") { Description = "routing: without a model, in seconds. quality: all of it, with the model where one is set.", DefaultValueFactory = _ => "routing" };
        var name = new Option<string?>("--name") { Description = "What runs of this set are called; left out: as the file or folder is." };
        var gate = new Option<string?>("--gate") { Description = "What must be reached: a JSON file such as {\"routing\": 0.9}, or thresholds such as routing=0.9,must_not=1." };
        var json = new Option<string?>("--json") { Description = "Also write the run there, as JSON." };
        var compare = new Option<Guid?>("--compare") { Description = "The run to compare with; left out: the last one of the same name and tier." };
        var eval = new Command("eval", "Try the copilot on a golden set, store the run, and end with 1 where it misses the gate.") { golden, organization, tier, name, gate, json, compare };
        eval.SetAction((parsed, cancellation) => Run.WithSettings(
            settings => Try(
                settings,
                new EvalOrder(
                    parsed.GetValue(golden)!, parsed.GetValue(organization)!, parsed.GetValue(tier)!, parsed.GetValue(name), parsed.GetValue(gate), parsed.GetValue(compare)),
                parsed.GetValue(json), cancellation),
            cancellation));
        doorward.Subcommands.Add(eval);
    }

    private static async Task<int> Try(DoorwardSettings settings, EvalOrder order, string? json, CancellationToken cancellation)
    {
        await using var home = await DatabaseHome.Join(settings.Home, cancellation);
        // The program as it is set up, with its model and its embeddings; it does not start, so it listens to nobody and works on no job.
        await using var app = Web.Build(
            [], settings, home.ConnectionString, new OwnIssuer(OwnSigningKey.Create(), TimeProvider.System), TimeProvider.System, builder => builder.Logging.ClearProviders());
        var report = await app.Services.GetRequiredService<FolderEval>().Run(order, cancellation);
        if (report.Problems.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{string.Join('\n', report.Problems)}\nNothing was tried.");
            return Unusable;
        }

        Console.Write(report.Text);
        return await Write(json, report, cancellation) ? report.GatePassed is false ? 1 : 0 : Unusable;
    }

    private static async Task<bool> Write(string? path, EvalReport report, CancellationToken cancellation)
    {
        try
        {
            await (path is null ? Task.CompletedTask : File.WriteAllTextAsync(path, report.Json + "\n", cancellation));
            return true;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The run is stored, but could not be written to {path}: {unwritable.Message}");
            return false;
        }
    }
}
