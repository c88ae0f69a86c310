using System.CommandLine;
using Doorward.Accounts.Organizations;
using Doorward.Demo;
using Doorward.Home;
using Doorward.Platform;
using Doorward.Platform.Configuration;
using Doorward.Platform.Identity.SigningKeys;
using Npgsql;

namespace Doorward.Commands;

/// <summary><c>doorward</c>, or <c>doorward serve</c>: serves until told to stop.</summary>
internal static class Serve
{
    public static void Add(RootCommand doorward)
    {
        var serve = new Command("serve", "Serve until told to stop; what doorward does without a command.");
        On(serve);
        On(doorward);
        doorward.Subcommands.Add(serve);
    }

    private static void On(Command command)
    {
        var demo = new Option<bool>("--demo") { Description = "Load a demo agency: properties, agents, a week of slots, applicants." };
        var urls = new Option<string?>("--urls") { Description = "Where to listen, such as http://localhost:8080." };
        var roles = new Option<string?>("--roles") { Description = "The work of this process: web, workers, or both (web,workers) as without it. Over DOORWARD_ROLES." };
        command.Options.Add(demo);
        command.Options.Add(urls);
        command.Options.Add(roles);
        command.SetAction((parsed, cancellation) => Run.WithSettings(
            problems => (Builder: Web.Prepare(parsed.GetValue(urls) is { } given ? ["--urls", given] : [], problems), Roles: Named(parsed.GetValue(roles), problems)),
            (settings, asked) => UntilStopped(settings with { Roles = asked.Roles ?? settings.Roles }, asked.Builder, parsed.GetValue(demo), cancellation), cancellation));
    }

    private static Roles? Named(string? roles, SettingsProblems problems) => roles is null ? null
        : Roles.Read("--roles", roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), problems);

    private static async Task<int> UntilStopped(DoorwardSettings settings, WebApplicationBuilder builder, bool demo, CancellationToken cancellation)
    {
        try
        {
            return await Handle(settings, builder, demo, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop before it was up: that is what it did.
            return 0;
        }
    }

    private static async Task<int> Handle(DoorwardSettings settings, WebApplicationBuilder builder, bool demo, CancellationToken cancellation)
    {
        await using var home = await DatabaseHome.Start(settings.Home, cancellation);
        await using var setup = NpgsqlDataSource.Create(home.ConnectionString);
        var own = await SigningKeys.Load(setup, TimeProvider.System, cancellation);
        await using var app = Web.Build(builder, settings, home.ConnectionString, own, TimeProvider.System);

        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Another program listens there already: {taken.Message}. Choose another address with --urls http://localhost:PORT.");
            return 1;
        }

        try
        {
            if (demo)
            {
                Console.WriteLine(await DemoAgency.Load(app, cancellation));
            }

            await Welcome(app, settings, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop while it was still saying hello: requests are under way by now, so it stops in order like at any other time.
        }

        var stopped = app.WaitForShutdownAsync(CancellationToken.None);
        await using var stop = cancellation.Register(app.Lifetime.StopApplication);
        if (await Task.WhenAny(stopped, home.Died) == home.Died)
        {
            await Console.Error.WriteLineAsync(await home.Died);
            await app.StopAsync(CancellationToken.None);
            return 1;
        }

        await stopped;
        return 0;
    }

    private static async Task Welcome(WebApplication app, DoorwardSettings settings, CancellationToken cancellation)
    {
        var address = app.Urls.First();
        Console.WriteLine($"Doorward listens on {string.Join(", ", app.Urls)}");
        if (settings.Roles != Roles.All)
        {
            Console.WriteLine($"Of its work this process does: {settings.Roles}");
        }

        Console.WriteLine(settings.Home.ConnectionString is null
            ? $"Its data is in {Path.GetFullPath(settings.Home.DataFolder)}"
            : "Its data is in the database that DATABASE_URL names");
        if (settings.Roles.Web && await app.Services.GetRequiredService<OwnerLink>().Create(cancellation) is { } token)
        {
            Console.WriteLine($"Nobody owns it yet. The first owner's link, good once: {address}/first-owner?token={token}");
        }
    }
}
