using System.CommandLine;
using Doorward.Support.Copilot.Policies;

namespace Doorward.Commands;

/// <summary><c>doorward policy</c>: what the copilot of an agency may and may not do.</summary>
internal static class PolicyCommands
{
    public static void Add(RootCommand doorward)
    {
        var policy = new Command("policy", "See and change what the copilot of an agency may and may not do.");
        policy.Subcommands.Add(Show());
        policy.Subcommands.Add(Set());
        doorward.Subcommands.Add(policy);
    }

    private static Option<string> Organization() => new("--organization") { Description = "The agency's short name.", Required = true };

    private static Command Show()
    {
        var organization = Organization();
        var version = new Option<int?>("--version") { Description = "An older version; 0 is the program's own. Left out: what holds now." };
        var show = new Command("show", "Print the policy as JSON, to be edited and set.") { organization, version };
        show.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                if (await new PolicyFile(database, TimeProvider.System).Show(parsed.GetValue(organization)!, parsed.GetValue(version), cancellation) is not { } found)
                {
                    await Console.Error.WriteLineAsync("There is no organization of that short name, or no such version of its policy.");
                    return 1;
                }

                await Console.Error.WriteLineAsync(found.Version == 0 ? "Version 0: the program's own." : $"Version {found.Version}.");
                Console.WriteLine(found.Json);
                return 0;
            },
            cancellation));
        return show;
    }

    private static Command Set()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON. What it leaves out is as in the program's own policy." };
        file.AcceptExistingOnly();
        var organization = Organization();
        var set = new Command("set", "Make a file the policy, from the next message on.") { file, organization };
        set.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var text = await File.ReadAllTextAsync(parsed.GetValue(file)!.FullName, cancellation);
                var (version, problems) = await new PolicyFile(database, TimeProvider.System).Set(parsed.GetValue(organization)!, text, cancellation);
                foreach (var problem in problems)
                {
                    await Console.Error.WriteLineAsync($"{parsed.GetValue(file)!.Name}: {problem}");
                }

                await (problems.Count == 0 ? Console.Out : Console.Error).WriteLineAsync(problems.Count == 0 ? $"Version {version} holds from now on." : "Nothing was changed.");
                return problems.Count == 0 ? 0 : 1;
            },
            cancellation));
        return set;
    }
}
