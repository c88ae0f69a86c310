using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Accounts.Notices.Mail;

namespace Doorward.Accounts.Notices.Push;

/// <summary>Firebase Cloud Messaging, HTTP v1. It knows no idempotency key, so a repeated push replaces the first one on the device.</summary>
internal sealed class FcmSender(FcmAccount account, FcmTokens tokens, IHttpClientFactory http) : IPushSender
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "fcm";

    public string Provider => "fcm";

    public async Task<PushResult> Send(PushMessage push, CancellationToken cancellation)
    {
        try
        {
            var token = await tokens.Get(cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(account.Url, $"/v1/projects/{account.ProjectId}/messages:send"))
            {
                Content = JsonContent.Create(Body(push)),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, cancellation);
            var answer = Parse(await response.Content.ReadAsStringAsync(cancellation));
            if (response.StatusCode == HttpStatusCode.Unauthorized && Error(answer) is not "THIRD_PARTY_AUTH_ERROR")
            {
                tokens.Forget(token);
            }

            return Read(response, answer);
        }
        catch (FcmRefused refused)
        {
            return new PushResult(new SendResult.Later(refused.Reason, refused.After));
        }
        catch (HttpRequestException)
        {
            return new PushResult(new SendResult.Later("fcm_unreachable"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PushResult(new SendResult.Later("fcm_too_slow"));
        }
    }

    private static JsonObject Body(PushMessage push) => new()
    {
        ["message"] = new JsonObject
        {
            ["token"] = push.Token,
            ["notification"] = new JsonObject { ["title"] = push.Title, ["body"] = push.Body },
            ["data"] = new JsonObject { ["notice_id"] = push.NoticeId.ToString(), ["kind"] = push.Kind },
            // Each platform's way of saying: this is the same one again.
            ["android"] = new JsonObject { ["collapse_key"] = $"{push.Id:N}", ["notification"] = new JsonObject { ["tag"] = $"{push.Id:N}" } },
            ["apns"] = new JsonObject { ["headers"] = new JsonObject { ["apns-collapse-id"] = $"{push.Id:N}" } },
            ["webpush"] = new JsonObject { ["headers"] = new JsonObject { ["Topic"] = $"{push.Id:N}" }, ["notification"] = new JsonObject { ["tag"] = $"{push.Id:N}" } },
        },
    };

    // The error codes of FCM's reference; what is not about this token or this message is tried again.
    private static PushResult Read(HttpResponseMessage response, JsonObject? answer)
    {
        if (response.IsSuccessStatusCode)
        {
            return new PushResult(new SendResult.Sent(answer?["name"]?.ToString()));
        }

        var error = Error(answer);
        var reason = error is null ? $"fcm_http_{(int)response.StatusCode}" : $"fcm_{error.ToLowerInvariant()}";
        return (error, response.StatusCode) switch
        {
            ("UNREGISTERED", _) => new PushResult(new SendResult.Refused(reason), DeviceIsGone: true),
            ("SENDER_ID_MISMATCH", _) => new PushResult(new SendResult.Refused(reason), DeviceIsGone: true),
            ("INVALID_ARGUMENT", _) or (null, HttpStatusCode.BadRequest) => new PushResult(new SendResult.Refused(reason)),
            // Google asks for a minute at least where the quota of a minute is used up.
            ("QUOTA_EXCEEDED", _) => new PushResult(new SendResult.Later(reason, RetryAfter.Of(response) ?? TimeSpan.FromMinutes(1))),
            _ => new PushResult(new SendResult.Later(reason, RetryAfter.Of(response))),
        };
    }

    private static string? Error(JsonObject? answer) => (answer?["error"] is JsonObject error && error["details"] is JsonArray details ? details : [])
        .OfType<JsonObject>().Select(detail => detail["errorCode"]?.ToString()).FirstOrDefault(code => code is { Length: <= 40 })
        is { } code && code.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_') ? code : null;

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
