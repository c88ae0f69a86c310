using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Doorward.Accounts.Notices.Preferences;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Accounts.SignIn;
using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Notices.Mail;

/// <summary>
/// Where the link in every mail leads that can be turned off. A mail program posts to it by itself when its button is pressed (RFC 8058), without
/// cookies and without signing in; a browser is shown a button first, because what follows links before people do must turn nothing off.
/// </summary>
internal static class UnsubscribePages
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly string FindText = Sql.Read(typeof(UnsubscribePages).Assembly, "Notices/Mail/FindUnsubscribing.sql");

    public static void Map(IEndpointRouteBuilder pages)
    {
        var unsubscribe = pages.MapGroup("/unsubscribe/{id:guid}").AllowAnonymous().ExcludeFromDescription();
        unsubscribe.MapGet("/", Ask);
        unsubscribe.MapPost("/", TurnOff).DisableAntiforgery();
    }

    private static async Task<Results<ContentHttpResult, NotFound>> Ask(
        HttpContext context, Guid id, LinkTokens links, NpgsqlDataSource database, NoticeSettings settings, CancellationToken cancellation, string? token = null)
    {
        if (await Find(id, token, links, database, cancellation) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var words = NoticeWords.LanguageOf(found.Language, settings.Language);
        return Page(context, words.Code, words.Pages["unsubscribe_title"],
            $"""<p>{Escape(words.Pages["unsubscribe_question"])}</p><form method="post"><button style="font:inherit;padding:.5em 1em">{Escape(words.Pages["unsubscribe_button"])}</button></form>""");
    }

    private static async Task<Results<ContentHttpResult, NotFound>> TurnOff(
        HttpContext context, Guid id, LinkTokens links, NpgsqlDataSource database, NoticeSettings settings, NoticeWords kinds,
        CommandBatcher<ChangePreferences, Outcome<Done>> preferences, CancellationToken cancellation, string? token = null)
    {
        if (await Find(id, token, links, database, cancellation) is not { } found || kinds.Find(found.Kind) is not { CanBeTurnedOff: true })
        {
            return TypedResults.NotFound();
        }

        await preferences.Submit(
            new ChangePreferences(found.PersonId, found.OrganizationId, null, [new Choice(found.Kind, Channel.Mail, false)], DoorwardTelemetry.Traceparent), cancellation);
        var words = NoticeWords.LanguageOf(found.Language, settings.Language);
        return Page(context, words.Code, words.Pages["unsubscribe_title"], $"<p>{Escape(words.Pages["unsubscribe_done"])}</p>");
    }

    private static async Task<Unsubscribing?> Find(Guid id, string? token, LinkTokens links, NpgsqlDataSource database, CancellationToken cancellation) =>
        token is { Length: 43 } && Base64Url.IsValid(token)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token), Encoding.ASCII.GetBytes(links.For("unsubscribe", id)))
            ? await database.One(FindText, Unsubscribing.Read, cancellation, Reads.Is(id))
            : null;

    private static ContentHttpResult Page(HttpContext context, string language, string title, string content)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Text($"""
            <!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Escape(title)}</title>
            <body style="font:18px/1.5 sans-serif;max-width:30em;margin:3em auto;padding:0 1em"><h1>{Escape(title)}</h1>{content}</body></html>
            """, "text/html; charset=utf-8");
    }

    private static string Escape(string text) => Html.Escape(text);

    private sealed record Unsubscribing(Guid PersonId, Guid? OrganizationId, string Kind, string? Language)
    {
        public static Unsubscribing Read(NpgsqlDataReader row) => new(
            row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3));
    }
}
