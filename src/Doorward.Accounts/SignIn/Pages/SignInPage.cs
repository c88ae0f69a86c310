using Doorward.Accounts.SignIn.Passwords;
using Doorward.Accounts.SignIn.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>Where staff sign in and out.</summary>
internal sealed class SignInPage(FindPassword passwords, StaffSessions sessions, FormToken tokens)
{
    public void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPage("/sign-in", context => Show(context, 200, context.Request.Query.ContainsKey("reset") ? Page.Good(Page.Says(Words.For(context.Request), "password_set")) : ""));
        pages.MapForm("/sign-in", tokens, SignIn, (context, why) => Show(context, 400, Page.Bad(Page.Says(Words.For(context.Request), why))));
        pages.MapForm("/sign-out", tokens, SignOut, (context, why) => Show(context, 400, Page.Bad(Page.Says(Words.For(context.Request), why))));
    }

    // The same answer, status and headers whether or not there is such an account.
    private async Task SignIn(HttpContext context, IFormCollection form)
    {
        var (person, wait) = await passwords.Check(
            form.Text("email"), form.Text("password"), context.Connection.RemoteIpAddress, context.RequestAborted);
        var words = Words.For(context.Request);
        if (person is { } known)
        {
            await sessions.Start(context, known, context.RequestAborted);
            await Page.Go(context, "/account");
        }
        else if (wait is { } time)
        {
            context.Response.Headers.RetryAfter = ((int)time.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Show(context, 429, Page.Bad(Page.Safe(PageForms.Waiting(words, time))), form.Text("email"));
        }
        else
        {
            await Show(context, 403, Page.Bad(Page.Says(words, "wrong")), form.Text("email"));
        }
    }

    private async Task SignOut(HttpContext context, IFormCollection form)
    {
        if (await sessions.Find(context, context.RequestAborted) is not null && context.Features.Get<CurrentSession>() is { } current)
        {
            await sessions.End(current.PersonId, current.Id, null, context.RequestAborted);
        }

        SessionCookie.Remove(context);
        await Page.Go(context, "/sign-in");
    }

    private Task Show(HttpContext context, int status, string message, string email = "")
    {
        var words = Words.For(context.Request);
        var fields = Page.Field(words, "email", "email", "username", email) + Page.Field(words, "password", "password", "current-password");
        return Page.Write(context, status, words, Page.Says(words, "sign_in"), message
            + Page.Form("/sign-in", tokens.Of(context), fields, words["sign_in"])
            + $"<p><a href=\"/forgot-password\">{Page.Says(words, "forgot")}</a></p>");
    }
}
