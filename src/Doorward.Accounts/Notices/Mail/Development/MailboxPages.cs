using System.Net;
using Dapper;
using Doorward.Accounts.Notices.Rendering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Notices.Mail.Development;

/// <summary>
/// <c>/dev/mailbox</c>: the mails that nobody sent. For this machine only, and not through a proxy either: they hold links that open things.
/// </summary>
internal static class MailboxPages
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    public static void Map(IEndpointRouteBuilder pages)
    {
        var mailbox = pages.MapGroup("/dev/mailbox").AllowAnonymous().ExcludeFromDescription();
        mailbox.MapGet("/", List);
        mailbox.MapGet("/{id:guid}", Html);
        mailbox.MapGet("/{id:guid}/message", Message);
        mailbox.AddEndpointFilter(async (call, next) => IsHere(call.HttpContext) ? await next(call) : TypedResults.NotFound());
    }

    private static async Task<ContentHttpResult> List(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var mails = await connection.QueryAsync<Kept>(new CommandDefinition(
            "SELECT id, address, subject, stored_at FROM accounts.development_mail ORDER BY stored_at DESC, id DESC LIMIT 100", cancellationToken: cancellation));
        context.Response.Headers.ContentSecurityPolicy = Policy;
        var rows = string.Concat(mails.Select(mail => $"""
            <details><summary>{mail.StoredAt:u} · {Escape(mail.Address)} · <b>{Escape(mail.Subject)}</b></summary>
            <p><a href="/dev/mailbox/{mail.Id}/message">as it would have gone out</a></p>
            <iframe sandbox loading="lazy" src="/dev/mailbox/{mail.Id}" style="width:100%;height:30em;border:1px solid #ccc"></iframe></details>
            """));
        return Page($"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Doorward: development mailbox</title>
            <body style="font:16px/1.5 sans-serif;max-width:50em;margin:2em auto">
            <h1>Development mailbox</h1>
            <p>No mail server is configured, so these mails were kept here instead of being sent. The newest hundred.</p>
            {(rows.Length == 0 ? "<p>Nothing yet.</p>" : rows)}</body></html>
            """);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> Html(HttpContext context, Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var html = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "SELECT html FROM accounts.development_mail WHERE id = @id", new { id }, cancellationToken: cancellation));

        // Opened outside of its frame it may do as little as inside.
        context.Response.Headers.ContentSecurityPolicy = $"sandbox; {Policy}";
        return html is null ? TypedResults.NotFound() : Page(html);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> Message(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var message = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "SELECT message FROM accounts.development_mail WHERE id = @id", new { id }, cancellationToken: cancellation));
        return message is null ? TypedResults.NotFound() : TypedResults.File(message, "message/rfc822", $"{id}.eml");
    }

    // By the address of the connection and by the name that was asked for: a page elsewhere whose name resolves to this machine is not this machine.
    private static bool IsHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded")
        && (context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]");

    private static ContentHttpResult Page(string html) => TypedResults.Text(html, "text/html; charset=utf-8");

    private static string Escape(string text) => Rendering.Html.Escape(text);

    private sealed record Kept(Guid Id, string Address, string Subject, DateTimeOffset StoredAt);
}
