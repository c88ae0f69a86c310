using Doorward.Accounts.SignIn.Passwords;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>Where somebody who forgot their password asks for a link, and where the link leads.</summary>
internal sealed class ResetPages(
    AskForReset resets, SignInAttempts attempts, PasswordHashes hashes, CommandBatcher<UseReset, Outcome<Done>> uses, CallerDirectory callers,
    NpgsqlDataSource database, FormToken tokens, TimeProvider time)
{
    private static readonly string FindText = Sql.Read(typeof(ResetPages).Assembly, "SignIn/Pages/FindReset.sql");

    public void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPage("/forgot-password", context => ShowAsk(context, 200, ""));
        pages.MapForm("/forgot-password", tokens, Ask, (context, why) => ShowAsk(context, 400, Page.Bad(Page.Says(Words.For(context.Request), why))));
        pages.MapPage("/reset-password", context => ShowSet(context, 200, "", PageForms.Secret(context.Request.Query["token"])));
        pages.MapForm("/reset-password", tokens, Set, (context, why) =>
            ShowSet(context, 400, Page.Bad(Page.Says(Words.For(context.Request), why)), PageForms.Secret(context.Request.Form.Text("token"))));
    }

    // Too many for one address go unsent and unsaid: the answer tells nothing.
    private async Task Ask(HttpContext context, IFormCollection form)
    {
        var (words, email) = (Words.For(context.Request), form.Text("email"));
        if (!EmailAddress.IsWellFormed(email.Trim()))
        {
            await ShowAsk(context, 422, Page.Bad(Page.Says(words, "bad_email")), email);
            return;
        }

        if (await attempts.Wait("reset", email, context.Connection.RemoteIpAddress, context.RequestAborted) is null)
        {
            await resets.Ask(email, context.RequestAborted);
        }

        await ShowAsk(context, 200, Page.Good(Page.Says(words, "link_sent")));
    }

    private async Task Set(HttpContext context, IFormCollection form)
    {
        var (words, token, password) = (Words.For(context.Request), PageForms.Secret(form.Text("token")), form.Text("new_password"));
        var known = await database.One(
            FindText, row => new Known(row.GetString(0), row.GetString(1)), context.RequestAborted, Reads.Is(LinkTokens.Digest(token)), Reads.Is(time.GetUtcNow()));
        if (known is null)
        {
            await ShowSet(context, 410, Page.Bad(Page.Says(words, "link_used")), "");
        }
        else if (PasswordRules.Breaks(password, known.Name, known.Address) is { } rule)
        {
            await ShowSet(context, 422, Page.Bad(Page.Says(words, rule)), token);
        }
        else
        {
            var outcome = await uses.Submit(UseReset.With(token, await hashes.Of(password, context.RequestAborted)), context.RequestAborted);
            callers.Forget();
            if (outcome.Value is null)
            {
                await ShowSet(context, 410, Page.Bad(Page.Says(words, "link_used")), "");
                return;
            }

            // They have shown that the account is theirs: who locked it by trying does not keep them out.
            await attempts.Succeeded("sign-in", known.Address, context.RequestAborted);
            await Page.Go(context, "/sign-in?reset=1");
        }
    }

    private Task ShowAsk(HttpContext context, int status, string message, string email = "")
    {
        var words = Words.For(context.Request);
        return Page.Write(context, status, words, Page.Says(words, "forgot_title"), message
            + $"<p>{Page.Says(words, "forgot_text")}</p>"
            + Page.Form("/forgot-password", tokens.Of(context), Page.Field(words, "email", "email", "username", email), words["send_link"])
            + $"<p><a href=\"/sign-in\">{Page.Says(words, "sign_in")}</a></p>");
    }

    private Task ShowSet(HttpContext context, int status, string message, string token)
    {
        var words = Words.For(context.Request);
        var body = token.Length == 0
            ? $"<p><a href=\"/forgot-password\">{Page.Says(words, "forgot_title")}</a></p>"
            : Page.Form(
                "/reset-password", tokens.Of(context),
                $"<input type=\"hidden\" name=\"token\" value=\"{token}\">" + Page.Field(words, "new_password", "password", "new-password", hint: "password_hint"), words["set_password"]);
        return Page.Write(context, status, words, Page.Says(words, "reset_title"), message + body);
    }

    private sealed record Known(string Name, string Address);
}
