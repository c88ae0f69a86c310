using Doorward.Accounts.Invitations;
using Doorward.Accounts.People;
using Doorward.Accounts.SignIn.Passwords;
using Doorward.Accounts.SignIn.Sessions;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>
/// Where a mailed invitation leads. Who is signed in joins as who they are; whose address has an account signs in to join; anybody else
/// chooses a name and a password.
/// </summary>
internal sealed class InvitationPage(
    NpgsqlDataSource database, CommandBatcher<AcceptInvitation, Outcome<Membership>> invitations, PasswordHashes hashes, FindPassword passwords,
    StaffSessions sessions, FormToken tokens, TimeProvider time)
{
    private static readonly string FindText = Sql.Read(typeof(InvitationPage).Assembly, "SignIn/Pages/FindInvitation.sql");

    public void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPage("/invitation", context => Show(context, 200, "", PageForms.Secret(context.Request.Query["token"]), ""));
        pages.MapForm("/invitation", tokens, Join, (context, why) =>
            Show(context, 400, why, PageForms.Secret(context.Request.Form.Text("token")), context.Request.Form.Text("name").Trim()));
    }

    private async Task Join(HttpContext context, IFormCollection form)
    {
        var (token, name, password) = (PageForms.Secret(form.Text("token")), form.Text("name").Trim(), form.Text("new_password"));
        if (await Find(context, token) is not { } open)
        {
            await Show(context, 410, "", token, name);
        }
        else if (await Signed(context) is { } signedIn)
        {
            await Accept(context, token, signedIn, open.SignedInAs ?? "", null);
        }
        else if (open.HasAccount)
        {
            var (person, wait) = await passwords.Check(open.Email, form.Text("password"), context.Connection.RemoteIpAddress, context.RequestAborted);
            await (person is { } known ? Accept(context, token, known, "", null)
                : Show(context, wait is null ? 403 : 429, wait is { } time ? PageForms.Waiting(Words.For(context.Request), time) : "wrong", token, name));
        }
        else if ((TextRules.Line(name, Profile.LongestName) is not null || name.Length == 0 ? "bad_name" : PasswordRules.Breaks(password, name, open.Email, open.Agency)) is { } wrong)
        {
            await Show(context, 422, wrong, token, name);
        }
        else
        {
            await Accept(context, token, Guid.CreateVersion7(), name, await hashes.Of(password, context.RequestAborted));
        }
    }

    private async Task Accept(HttpContext context, string token, Guid person, string name, string? hash)
    {
        var outcome = await invitations.Submit(
            new AcceptInvitation(token, OwnIssuer.Name, person.ToString(), person, name, hash, DoorwardTelemetry.Traceparent), context.RequestAborted);
        if (outcome.Value is null)
        {
            await Show(context, outcome.Code is "address_taken" ? 409 : 410, outcome.Code is "address_taken" ? outcome.Code : "", token, name);
            return;
        }

        // Another right, another secret.
        await sessions.Start(context, person, context.RequestAborted);
        await Page.Go(context, "/account");
    }

    private async Task Show(HttpContext context, int status, string wrong, string token, string name)
    {
        var words = Words.For(context.Request);
        if (await Find(context, token) is not { } open)
        {
            await Page.Write(context, 410, words, Page.Says(words, "join"), Page.Bad(Page.Says(words, "invitation_gone")));
            return;
        }

        var said = wrong.Length == 0 ? "" : Page.Bad(words.Keys.Contains(wrong) ? Page.Says(words, wrong) : Page.Safe(wrong));
        var hidden = $"<input type=\"hidden\" name=\"token\" value=\"{token}\">";
        var fields = open.SignedInAs is { } me ? $"<p>{Page.Says(words, "join_as", me)}</p>"
            : open.HasAccount ? $"<p>{Page.Says(words, "join_known", open.Email)}</p>" + Page.Field(words, "password", "password", "current-password")
            : Page.Field(words, "name", "text", "name", name) + Page.Field(words, "new_password", "password", "new-password", hint: "password_hint", label: "password");
        await Page.Write(context, status, words, Page.Says(words, "invitation_title", open.Agency), said
            + $"<p>{Page.Says(words, "invitation_text", open.Agency, words[open.Role])}</p>"
            + Page.Form("/invitation", tokens.Of(context), hidden + fields, words["join"]));
    }

    private async Task<Open?> Find(HttpContext context, string token) => await database.One(
        FindText,
        row => new Open(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetString(4)),
        context.RequestAborted, Reads.Is(LinkTokens.Digest(token)), Reads.Is(time.GetUtcNow()), Reads.Is(await Signed(context)));

    private async ValueTask<Guid?> Signed(HttpContext context) =>
        await sessions.Find(context, context.RequestAborted) is null ? null : context.Features.Get<CurrentSession>()?.PersonId;

    private sealed record Open(string Agency, string Email, string Role, bool HasAccount, string? SignedInAs);
}
