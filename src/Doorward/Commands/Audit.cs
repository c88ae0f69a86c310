using System.CommandLine;
using Doorward.Platform.Events.Seals;

namespace Doorward.Commands;

/// <summary><c>doorward audit verify</c>: proves that the audit trail is what was sealed.</summary>
internal static class Audit
{
    public static void Add(RootCommand doorward)
    {
        var head = new Option<string?>("--head") { Description = "A head noted earlier: it must still be part of the chain." };
        var verify = new Command("verify", "Prove the chain of seals over the log, or name the first broken link.") { head };
        verify.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var verdict = await new AuditChain(database).Verify(parsed.GetValue(head), cancellation);
                if (verdict.Broken is { } broken)
                {
                    await Console.Error.WriteLineAsync($"The audit trail is broken: {broken}.");
                    return 1;
                }

                Console.WriteLine($"The audit trail holds: {verdict.Seals} seals over {verdict.Rows} rows ({verdict.Pruned} pruned), {verdict.Unsealed} not sealed yet.");
                Console.WriteLine($"head {verdict.Head}");
                return 0;
            },
            cancellation));
        doorward.Subcommands.Add(new Command("audit", "The audit trail.") { verify });
    }
}
