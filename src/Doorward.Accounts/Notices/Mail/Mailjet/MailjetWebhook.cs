using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Notices.Mail.Mailjet;

/// <summary>
/// Where Mailjet tells what became of mails: <c>https://doorward:SECRET@desk.example.com/hooks/mailjet</c>, which it turns into basic authentication,
/// so that the secret is in no path. Told twice, or in another order, it comes to the same.
/// </summary>
internal static class MailjetWebhook
{
    // It gathers a second's events into one call.
    private const int MostBytes = 1024 * 1024;

    private static readonly string Text = Sql.Read(typeof(MailjetWebhook).Assembly, "Notices/Mail/Mailjet/ApplyMailEvents.sql");

    public static void Map(IEndpointRouteBuilder pages) => pages
        .MapPost("/hooks/mailjet", Handle)
        .AllowAnonymous()
        .ExcludeFromDescription()
        .WithBodyLimit(MostBytes);

    private static async Task<Results<Ok, UnauthorizedHttpResult, BadRequest, NotFound>> Handle(
        HttpContext context, NoticeSettings settings, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        if (settings.Mailjet?.WebhookSecret is not { } secret)
        {
            return TypedResults.NotFound();
        }

        if (!Knows(context.Request.Headers.Authorization.ToString(), secret))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Doorward\"";
            return TypedResults.Unauthorized();
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellation);
            await Apply(MailEvent.Read(body.RootElement), database, time.GetUtcNow(), cancellation);
            return TypedResults.Ok();
        }
        catch (JsonException)
        {
            return TypedResults.BadRequest();
        }
    }

    private static bool Knows(string header, string secret)
    {
        const string Scheme = "Basic ";
        var bytes = new byte[1024];
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
        {
            return false;
        }

        // Whatever the user is called; compared by digests, which are of one length.
        var given = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return given.Length == 2 && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given[1])), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
    }

    private static async Task Apply(IReadOnlyList<MailEvent> events, NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellation)
    {
        if (events.Count == 0)
        {
            return;
        }

        await using var apply = database.CreateCommand(Text);
        apply.Parameters.Add(Reads.Is(events.Select(one => one.DeliveryId).ToArray()));
        apply.Parameters.Add(Reads.Is(events.Select(one => one.At).ToArray()));
        apply.Parameters.Add(Texts(events.Select(one => one.State)));
        apply.Parameters.Add(Texts(events.Select(one => one.Reason)));
        apply.Parameters.Add(Texts(events.Select(one => one.Suppress)));
        apply.Parameters.Add(Texts(events.Select(one => one.Address)));
        apply.Parameters.Add(Reads.Is(now));
        await using var outcomes = await apply.ExecuteReaderAsync(cancellation);
        while (await outcomes.ReadAsync(cancellation))
        {
            NoticeMetrics.Attempted(Channel.Mail, outcomes.GetString(0));
        }
    }

    private static NpgsqlParameter<string?[]> Texts(IEnumerable<string?> values) =>
        new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
