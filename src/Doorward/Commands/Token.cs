using System.CommandLine;
using Doorward.Accounts.SignIn;
using Doorward.Platform.Identity.SigningKeys;
using Doorward.Visits.Applicants;

namespace Doorward.Commands;

/// <summary><c>doorward token</c>: prints a bearer token of Doorward's own issuer.</summary>
internal static class Token
{
    public static void Add(RootCommand doorward)
    {
        var organization = new Option<string>("--organization") { Description = "The agency's short name.", Required = true };
        var agent = new Option<string?>("--agent") { Description = "A member of its staff: name, first name, e-mail address or id." };
        var applicant = new Option<string?>("--applicant") { Description = "An applicant: name, first name, e-mail address, external id or id." };
        var hours = new Option<int?>("--hours") { Description = "How long it is good for; 12 when left out." };
        var token = new Command("token", "Print a bearer token for a member of the staff or an applicant.") { organization, agent, applicant, hours };
        token.Validators.Add(result =>
        {
            if (result.GetValue(agent) is null == result.GetValue(applicant) is null)
            {
                result.AddError("Say who: either --agent NAME or --applicant NAME.");
            }

            if (result.GetValue(hours) is < 1 or > 8760)
            {
                result.AddError("--hours must be from 1 to 8760.");
            }
        });
        token.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var own = await SigningKeys.Load(database, TimeProvider.System, cancellation);
                var lifetime = TimeSpan.FromHours(parsed.GetValue(hours) ?? 12);
                var (bearer, problem) = parsed.GetValue(agent) is { } who
                    ? await new StaffTokens(database, own).Mint(parsed.GetValue(organization)!, who, lifetime, cancellation)
                    : await new ApplicantTokens(database, own).Mint(parsed.GetValue(organization)!, parsed.GetValue(applicant)!, lifetime, cancellation);
                await (bearer is null ? Console.Error.WriteLineAsync(problem) : Console.Out.WriteLineAsync(bearer));
                return bearer is null ? 1 : 0;
            },
            cancellation));
        doorward.Subcommands.Add(token);
    }
}
