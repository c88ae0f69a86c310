using System.CommandLine;
using Doorward.Accounts;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Support;
using Doorward.Support.Knowledge.Embeddings;
using Doorward.Visits;

namespace Doorward.Commands;

/// <summary><c>doorward notices</c>: what people are told, in which words, and which addresses are not mailed any more.</summary>
internal static class NoticeCommands
{
    public static void Add(RootCommand doorward)
    {
        var notices = new Command("notices", "What people are told: see the words, and lift a suppressed address.");
        notices.Subcommands.Add(List());
        notices.Subcommands.Add(Show());
        notices.Subcommands.Add(Suppressed());
        notices.Subcommands.Add(Lift());
        doorward.Subcommands.Add(notices);
    }

    // Only the kinds are asked for: nothing of what else is registered is made.
    private static Preview Preview() =>
        new(new ServiceCollection().AddAccounts().AddVisits().AddSupport(EmbeddingSettings.None).BuildServiceProvider().GetServices<NoticeKind>());

    private static Command List()
    {
        var list = new Command("list", "Every kind of notice: when it is made, and the channels it goes out on.");
        list.SetAction(_ =>
        {
            foreach (var (name, meaning, channels, canBeTurnedOff) in Preview().Kinds)
            {
                Console.WriteLine($"{name,-20} {meaning} ({string.Join(", ", channels)}{(canBeTurnedOff ? "" : "; always")})");
            }
        });
        return list;
    }

    private static Command Show()
    {
        var kind = new Argument<string>("kind") { Description = "The kind, as doorward notices list names it." };
        var language = new Option<string>("--language") { Description = "The language.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong([.. Accounts.Notices.Rendering.Preview.Languages]);
        var text = new Option<bool>("--text") { Description = "As text, with its subject; otherwise the page in HTML." };
        var preview = new Command("preview", "Print a notice with made-up facts.") { kind, language, text };
        preview.SetAction(parsed =>
        {
            var (all, name) = (Preview(), parsed.GetValue(kind)!);
            if (all.Show(name, parsed.GetValue(language)!, parsed.GetValue(text)) is not { } words)
            {
                Console.Error.WriteLine($"There is no kind of notice called {name}. There are: {string.Join(", ", all.Kinds.Select(known => known.Name))}.");
                return 1;
            }

            Console.WriteLine(words.TrimEnd());
            return 0;
        });
        return preview;
    }

    private static Command Suppressed()
    {
        var address = new Argument<string>("address") { Description = "The e-mail address." };
        var suppressed = new Command("suppressed", "Say whether an address is not mailed any more, and why.") { address };
        suppressed.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var found = await new SuppressedAddresses(database).Find(parsed.GetValue(address)!, cancellation);
                Console.WriteLine(found is { } why ? $"Not mailed since {why.Since:u}: {why.Reason}." : "It is mailed like any other.");
                return 0;
            },
            cancellation));
        return suppressed;
    }

    private static Command Lift()
    {
        var address = new Argument<string>("address") { Description = "The e-mail address." };
        var lift = new Command("lift", "Let a suppressed address be mailed again.") { address };
        lift.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var lifted = await new SuppressedAddresses(database).Lift(parsed.GetValue(address)!, cancellation);
                Console.WriteLine(lifted ? "It is mailed again from now on." : "It was not suppressed.");
                return lifted ? 0 : 1;
            },
            cancellation));
        return lift;
    }
}
