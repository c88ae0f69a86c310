using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Accounts.Notices.Mail.Mailjet;

/// <summary>
/// Mailjet's Send API v3.1. Each mail carries its delivery as CustomID, by which events come back, and as a campaign of its own that refuses
/// duplicates: an attempt repeated because we died before we wrote down the first is blocked there.
/// </summary>
internal sealed class MailjetSender(MailjetAccount account, IHttpClientFactory http) : IMailSender
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "mailjet";

    public string Provider => "mailjet";

    public async Task<SendResult> Send(MailMessage mail, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(account.Url, "/v3.1/send")) { Content = JsonContent.Create(Body(mail)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Key}:{account.Secret}")));
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return Read(response, text);
        }
        catch (HttpRequestException)
        {
            return new SendResult.Later("mailjet_unreachable");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.Later("mailjet_too_slow");
        }
    }

    private static JsonObject Body(MailMessage mail)
    {
        var message = new JsonObject
        {
            ["From"] = Party(mail.From),
            ["To"] = new JsonArray(Party(mail.To)),
            ["Subject"] = mail.Subject,
            ["TextPart"] = mail.Text,
            ["HTMLPart"] = mail.Html,
            ["CustomID"] = mail.Id.ToString(),
            ["CustomCampaign"] = mail.Id.ToString(),
            ["DeduplicateCampaign"] = true,
            ["Headers"] = new JsonObject(mail.Marks().Select(mark => KeyValuePair.Create<string, JsonNode?>(mark.Name, mark.Value))),
        };
        if (mail.Calendar is { } calendar)
        {
            message["Attachments"] = new JsonArray(new JsonObject
            {
                ["ContentType"] = $"text/calendar; charset=utf-8; method={calendar.Method}",
                ["Filename"] = "visit.ics",
                ["Base64Content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(calendar.Text)),
            });
        }

        return new JsonObject { ["Messages"] = new JsonArray(message) };
    }

    private static JsonObject Party(Mailbox mailbox) =>
        new() { ["Email"] = mailbox.WireAddress, ["Name"] = Rendering.Template.OneLine(mailbox.Name) };

    private static SendResult Read(HttpResponseMessage response, string text)
    {
        var answer = Parse(text);
        var message = answer?["Messages"] is JsonArray { Count: > 0 } messages ? messages[0] as JsonObject : null;
        if (response.IsSuccessStatusCode && message?["Status"]?.ToString() == "success")
        {
            return new SendResult.Sent(message["To"] is JsonArray { Count: > 0 } to && to[0] is JsonObject party ? party["MessageUUID"]?.ToString() : null);
        }

        var status = (int)response.StatusCode;
        var error = message?["Errors"] is JsonArray { Count: > 0 } errors ? errors[0] as JsonObject : answer;
        var code = error?["ErrorCode"]?.ToString();
        var reason = code is { Length: > 0 and <= 20 } && code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? $"mailjet_{code}" : $"mailjet_http_{status}";
        if (error?["StatusCode"] is JsonValue own && own.TryGetValue<int>(out var particular))
        {
            status = particular;
        }

        // Keys (401), a sender that is not theirs yet (403) and haste (429) are mended without the mail being changed; the rest of 4xx is about it.
        return status is >= 400 and < 500 and not ((int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests)
            ? new SendResult.Refused(reason, Suppress: code == "mj-0013")
            : new SendResult.Later(reason, RetryAfter.Of(response));
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
