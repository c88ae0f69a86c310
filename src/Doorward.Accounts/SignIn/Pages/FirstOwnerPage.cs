using Doorward.Accounts.Organizations;
using Doorward.Accounts.People;
using Doorward.Accounts.SignIn.Passwords;
using Doorward.Accounts.SignIn.Sessions;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>Where the link leads that a first start prints: whoever uses it founds the agency and is signed in as its owner.</summary>
internal sealed class FirstOwnerPage(
    CommandBatcher<FoundOrganization, Outcome<Done>> organizations, PasswordHashes hashes, StaffSessions sessions, FormToken tokens)
{
    public void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPage("/first-owner", context => Show(context, 200, "", new Typed(PageForms.Secret(context.Request.Query["token"]))));
        pages.MapForm("/first-owner", tokens, Found, (context, why) => Show(context, 400, why, Typed.In(context.Request.Form)));
    }

    private async Task Found(HttpContext context, IFormCollection form)
    {
        var (typed, password) = (Typed.In(form), form.Text("new_password"));
        var wrong = TextRules.Line(typed.Agency, Organization.LongestName) is not null || typed.Agency.Length == 0 ? "bad_name"
            : !FoundOrganizationEndpoint.IsSlug(typed.Slug) ? "bad_slug"
            : TextRules.Line(typed.Name, Profile.LongestName) is not null || typed.Name.Length == 0 ? "bad_name"
            : !EmailAddress.IsWellFormed(typed.Email) ? "bad_email"
            : PasswordRules.Breaks(password, typed.Name, typed.Email, typed.Agency);
        if (wrong is not null)
        {
            await Show(context, 422, wrong, typed);
            return;
        }

        var person = Guid.CreateVersion7();
        var outcome = await organizations.Submit(
            new FoundOrganization(
                typed.Token, Guid.CreateVersion7(), person, typed.Slug, typed.Agency, typed.Name, typed.Email,
                await hashes.Of(password, context.RequestAborted), DoorwardTelemetry.Traceparent),
            context.RequestAborted);
        if (outcome.Value is null)
        {
            await Show(context, 409, outcome.Code is "link_used" ? "owned" : outcome.Code, typed);
            return;
        }

        await sessions.Start(context, person, context.RequestAborted);
        await Page.Go(context, "/account");
    }

    private Task Show(HttpContext context, int status, string wrong, Typed typed)
    {
        var words = Words.For(context.Request);
        var fields = $"<input type=\"hidden\" name=\"token\" value=\"{typed.Token}\">"
            + Page.Field(words, "agency", "text", "organization", typed.Agency)
            + Page.Field(words, "slug", "text", "off", typed.Slug, "slug_hint")
            + Page.Field(words, "name", "text", "name", typed.Name)
            + Page.Field(words, "email", "email", "username", typed.Email)
            + Page.Field(words, "new_password", "password", "new-password", hint: "password_hint", label: "password");
        return Page.Write(context, status, words, Page.Says(words, "first_owner_title"),
            (wrong.Length == 0 ? "" : Page.Bad(Page.Says(words, wrong)))
            + $"<p>{Page.Says(words, "first_owner_text")}</p>"
            + Page.Form("/first-owner", tokens.Of(context), fields, words["found"]));
    }

    private sealed record Typed(string Token, string Agency = "", string Slug = "", string Name = "", string Email = "")
    {
        public static Typed In(IFormCollection form) => new(
            PageForms.Secret(form.Text("token")), form.Text("agency").Trim(), form.Text("slug").Trim(), form.Text("name").Trim(), form.Text("email").Trim());
    }
}
