using System.CommandLine;
using Doorward.Home;

namespace Doorward.Commands;

/// <summary><c>doorward migrate</c>: brings the database up to this program and ends.</summary>
internal static class Migrate
{
    public static void Add(RootCommand doorward)
    {
        var migrate = new Command("migrate", "Bring the database up to this program. Starting does the same.");
        migrate.SetAction((_, cancellation) => Run.WithSettings(async settings =>
        {
            await using var home = await DatabaseHome.Join(settings.Home, cancellation);
            Console.WriteLine(home.Migrated == 0 ? "The database is up to date." : $"{home.Migrated} migrations applied.");
            return 0;
        }, cancellation));
        doorward.Subcommands.Add(migrate);
    }
}
