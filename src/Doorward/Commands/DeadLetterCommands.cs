using System.CommandLine;
using Doorward.Platform.Events.Jobs;

namespace Doorward.Commands;

/// <summary><c>doorward dead-letters</c>: the jobs that wait for a person.</summary>
internal static class DeadLetterCommands
{
    public static void Add(RootCommand doorward)
    {
        var letters = new Command("dead-letters", "Jobs that were given up: see why, and run them again.");
        letters.Subcommands.Add(List());
        letters.Subcommands.Add(Show());
        letters.Subcommands.Add(Requeue());
        doorward.Subcommands.Add(letters);
    }

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 50 };
        var list = new Command("list", "The newest first.") { limit };
        list.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                foreach (var letter in await new DeadLetters(database).List(parsed.GetValue(limit), cancellation))
                {
                    Console.WriteLine($"{letter.Id}  {letter.DeadAt:u}  {letter.Kind}  {letter.Attempts} attempts  {FirstLine(letter.Reason)}");
                }

                return 0;
            },
            cancellation));
        return list;
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("id") { Description = "The job's id." };
        var payload = new Option<bool>("--payload") { Description = "What it was to work on, too: a message that could not be read, say. It may hold personal data." };
        var show = new Command("show", "One of them, with its reason.") { id, payload };
        show.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var letters = new DeadLetters(database);
                if (await letters.Find(parsed.GetValue(id), cancellation) is not { } letter)
                {
                    await Console.Error.WriteLineAsync("There is no dead letter of that id.");
                    return 1;
                }

                Console.WriteLine($"id           {letter.Id}\nkind         {letter.Kind}\nkey          {letter.Key}\norganization {letter.OrganizationId}");
                Console.WriteLine($"attempts     {letter.Attempts}\ngiven up at  {letter.DeadAt:u}\ntraceparent  {letter.Traceparent}\nreason       {letter.Reason}");
                if (parsed.GetValue(payload))
                {
                    Console.WriteLine($"payload      {await letters.Payload(letter.Id, cancellation)}");
                }

                return 0;
            },
            cancellation));
        return show;
    }

    private static Command Requeue()
    {
        var id = new Argument<Guid?>("id") { Description = "The job's id.", Arity = ArgumentArity.ZeroOrOne };
        var kind = new Option<string?>("--kind") { Description = "Every dead letter of this kind." };
        var requeue = new Command("requeue", "Run again, with all attempts given back.") { id, kind };
        requeue.Validators.Add(result =>
        {
            if (result.GetValue(id) is null == result.GetValue(kind) is null)
            {
                result.AddError("Say which: an id, or --kind KIND.");
            }
        });
        requeue.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var count = await new DeadLetters(database).Requeue(parsed.GetValue(id), parsed.GetValue(kind), cancellation);
                Console.WriteLine($"{count} requeued.");
                return count == 0 ? 1 : 0;
            },
            cancellation));
        return requeue;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}
