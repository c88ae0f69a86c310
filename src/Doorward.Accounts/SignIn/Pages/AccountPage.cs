using Doorward.Accounts.Organizations;
using Doorward.Accounts.SignIn.Passwords;
using Doorward.Accounts.SignIn.Sessions;
using Doorward.Platform.Commands;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>Where somebody who is signed in sees where else they are, ends that, and changes their password. The console will take its place.</summary>
internal sealed class AccountPage(
    NpgsqlDataSource database, StaffSessions sessions, PasswordHashes hashes, SignInAttempts attempts,
    CommandBatcher<ChangePassword, Outcome<Done>> changes, CallerDirectory callers, FormToken tokens, TimeProvider time)
{
    private static readonly string FindText = Sql.Read(typeof(AccountPage).Assembly, "SignIn/Pages/FindAccount.sql");

    public void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPage("/account", context => Show(context, 200, ""));
        pages.MapForm("/account/password", tokens, Change, FormWasOld);
        pages.MapForm("/account/sessions", tokens, End, FormWasOld);
        pages.MapForm("/account/organization", tokens, GoOver, FormWasOld);
    }

    private Task FormWasOld(HttpContext context, string why) => Show(context, 400, Page.Bad(Page.Says(Words.For(context.Request), why)));

    private async Task Change(HttpContext context, IFormCollection form)
    {
        if (await Current(context) is not { } current || await Find(current, context) is not { Hash: { } hash, Address: { } address } account)
        {
            await Page.Go(context, "/sign-in");
            return;
        }

        var words = Words.For(context.Request);
        var (old, fresh) = (form.Text("current_password"), form.Text("new_password"));
        if (PasswordRules.Breaks(fresh, account.Name, address) is { } rule)
        {
            await Show(context, 422, Page.Bad(Page.Says(words, rule)));
        }
        else if (await attempts.Wait("sign-in", address, context.Connection.RemoteIpAddress, context.RequestAborted) is { } wait)
        {
            await Show(context, 429, Page.Bad(Page.Safe(PageForms.Waiting(words, wait))));
        }
        else if (!await hashes.Matches(hash, old, context.RequestAborted) || await Submit(current, hash, fresh, context) is false)
        {
            await Show(context, 403, Page.Bad(Page.Says(words, "password_wrong")));
        }
        else
        {
            await attempts.Succeeded("sign-in", address, context.RequestAborted);
            await Show(context, 200, Page.Good(Page.Says(words, "password_changed")));
        }
    }

    private async Task<bool> Submit(CurrentSession current, string hash, string password, HttpContext context)
    {
        var outcome = await changes.Submit(
            new ChangePassword(current.PersonId, hash, await hashes.Of(password, context.RequestAborted), current.Id, DoorwardTelemetry.Traceparent),
            context.RequestAborted);
        callers.Forget();
        return outcome.Value is not null;
    }

    private async Task End(HttpContext context, IFormCollection form)
    {
        if (await Current(context) is { } current)
        {
            _ = Guid.TryParseExact(form.Text("session"), "D", out var one)
                ? await sessions.End(current.PersonId, one, null, context.RequestAborted)
                : await sessions.End(current.PersonId, null, current.Id, context.RequestAborted);
        }

        await Page.Go(context, "/account");
    }

    private async Task GoOver(HttpContext context, IFormCollection form)
    {
        if (await Current(context) is { } current && Guid.TryParseExact(form.Text("organization"), "D", out var organization))
        {
            await sessions.Move(current.PersonId, current.Id, organization, context.RequestAborted);
        }

        await Page.Go(context, "/account");
    }

    private async Task Show(HttpContext context, int status, string message)
    {
        if (await Current(context) is not { } current || await Find(current, context) is not { } account)
        {
            await Page.Go(context, "/sign-in");
            return;
        }

        var (words, token) = (Words.For(context.Request), tokens.Of(context));
        var places = await SessionRoutes.Of(current.PersonId, current.Id, database, time, context.RequestAborted);
        var here = places.FirstOrDefault(place => place.IsCurrent)?.OrganizationId;
        var agencies = await ListMyOrganizations.Of(current.PersonId, database, context.RequestAborted);
        var list = string.Concat(places.Select(place => $"<li>{Page.Safe(place.Browser)}{(place.IsCurrent ? $" ({Page.Says(words, "this_browser")})" : "")}<br>"
            + Page.Says(words, "since", place.CreatedAt.ToString("yyyy-MM-dd HH:mm"), place.SeenAt.ToString("yyyy-MM-dd HH:mm"))
            + (place.IsCurrent ? "" : Page.Form("/account/sessions", token, $"<input type=\"hidden\" name=\"session\" value=\"{place.Id}\">", words["end"])) + "</li>"));
        var password = account.Hash is null ? "" : $"<h2>{Page.Says(words, "change_password")}</h2>" + Page.Form(
            "/account/password", token,
            Page.Field(words, "current_password", "password", "current-password") + Page.Field(words, "new_password", "password", "new-password", hint: "password_hint"),
            words["change_password"]);
        await Page.Write(context, status, words, Page.Says(words, "account_title"), message
            + $"<p>{Page.Says(words, "signed_in_as", account.Name)}{string.Concat(agencies.Where(one => one.Organization.Id == here).Select(one => $" · {Page.Safe(one.Organization.Name)}"))}</p>"
            + Page.Form("/sign-out", token, "", words["sign_out"])
            + (agencies.Count > 1 ? Agencies(words, token, agencies, here) : "")
            + $"<h2>{Page.Says(words, "sessions")}</h2><ul>{list}</ul>"
            + (places.Count > 1 ? Page.Form("/account/sessions", token, "", words["end_others"]) : "")
            + password);
    }

    private static string Agencies(Words words, string token, IReadOnlyList<MyOrganization> agencies, Guid? here) =>
        $"<h2>{Page.Says(words, "agencies")}</h2><ul>" + string.Concat(agencies.Select(one => $"<li>{Page.Safe(one.Organization.Name)}"
            + (one.Organization.Id == here ? $" ({Page.Says(words, "this_agency")})" : Page.Form(
                "/account/organization", token, $"<input type=\"hidden\" name=\"organization\" value=\"{one.Organization.Id}\">", words["go_over"]))
            + "</li>")) + "</ul>";

    private async ValueTask<CurrentSession?> Current(HttpContext context) =>
        await sessions.Find(context, context.RequestAborted) is null ? null : context.Features.Get<CurrentSession>();

    private Task<Account?> Find(CurrentSession current, HttpContext context) => database.One(
        FindText,
        row => new Account(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)),
        context.RequestAborted, Reads.Is(current.PersonId));

    private sealed record Account(string Name, string? Address, string? Hash);
}
