using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Push;
using Doorward.Testing;
using Microsoft.AspNetCore.WebUtilities;

namespace Doorward.Accounts.Tests.Notices;

public sealed class FcmSenderTests : IAsyncLifetime
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly HeldClock _clock = new();
    private readonly Clients _clients = new();
    private Provider _google = null!;
    private FcmTokens _tokens = null!;
    private FcmSender _sender = null!;
    private int _given;

    private (int Status, string Body, string? RetryAfter) _push = (200, """{"name":"projects/casa/messages/0:1"}""", null);
    private (int Status, string Body, string? RetryAfter)? _exchange;

    public async ValueTask InitializeAsync()
    {
        _google = await Provider.Start();
        _google.Answer = asked => asked.Path == "/token"
            ? _exchange ?? (200, $$"""{"access_token":"access-{{++_given}}","expires_in":3599,"token_type":"Bearer"}""", null)
            : _push;
        var account = FcmAccount.Parse(new JsonObject
        {
            ["type"] = "service_account", ["project_id"] = "casa", ["private_key_id"] = "key-1", ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "push@casa.iam.gserviceaccount.com", ["token_uri"] = new Uri(_google.Address, "/token").ToString(),
        }.ToJsonString(), _google.Address);
        _tokens = new FcmTokens(account, _clients, _clock);
        _sender = new FcmSender(account, _tokens, _clients);
    }

    public async ValueTask DisposeAsync()
    {
        await _google.DisposeAsync();
        _tokens.Dispose();
        _clients.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_push_is_signed_for_by_the_service_account_once_an_hour()
    {
        var push = Push();
        (await _sender.Send(push, default)).ShouldBe(new PushResult(new SendResult.Sent("projects/casa/messages/0:1")));
        await _sender.Send(Push(), default);
        _clock.Advance(TimeSpan.FromMinutes(56));
        await _sender.Send(Push(), default);

        var calls = _google.Calls.ToList();
        calls.Select(call => call.Path).ShouldBe(
            ["/token", "/v1/projects/casa/messages:send", "/v1/projects/casa/messages:send", "/token", "/v1/projects/casa/messages:send"]);
        calls[1].Authorization.ShouldBe("Bearer access-1");
        calls[4].Authorization.ShouldBe("Bearer access-2");
        var form = QueryHelpers.ParseQuery(calls[0].Body);
        form["grant_type"].ToString().ShouldBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
        var parts = form["assertion"].ToString().Split('.');
        _key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        ((string?)claims["iss"], (string?)claims["scope"], (string?)claims["aud"]).ShouldBe((
            "push@casa.iam.gserviceaccount.com", "https://www.googleapis.com/auth/firebase.messaging", new Uri(_google.Address, "/token").ToString()));
        ((long)claims["exp"]! - (long)claims["iat"]!).ShouldBe(3600);
        var message = JsonNode.Parse(calls[1].Body)!["message"]!;
        ((string?)message["token"], (string?)message["notification"]!["title"], (string?)message["data"]!["kind"]).ShouldBe(("a-token", "Amanhã às 10:00", "reminder_day"));
        ((string?)message["android"]!["collapse_key"], (string?)message["apns"]!["headers"]!["apns-collapse-id"], (string?)message["webpush"]!["headers"]!["Topic"])
            .ShouldBe(($"{push.Id:N}", $"{push.Id:N}", $"{push.Id:N}"));
    }

    /// <summary>The error codes of its reference, whole.</summary>
    [Theory]
    [InlineData(404, "UNREGISTERED", true, true)]
    [InlineData(403, "SENDER_ID_MISMATCH", true, true)]
    [InlineData(400, "INVALID_ARGUMENT", true, false)]
    [InlineData(429, "QUOTA_EXCEEDED", false, false)]
    [InlineData(503, "UNAVAILABLE", false, false)]
    [InlineData(500, "INTERNAL", false, false)]
    [InlineData(401, "THIRD_PARTY_AUTH_ERROR", false, false)]
    [InlineData(500, "UNSPECIFIED_ERROR", false, false)]
    public async Task Every_error_it_defines_is_final_or_is_not(int status, string code, bool isFinal, bool isGone)
    {
        _push = (status,
            $$$"""{"error":{"code":{{{status}}},"message":"a-token","status":"X","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo"},{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"{{{code}}}"}]}}""", null);

        var pushed = await _sender.Send(Push(), default);

        var reason = $"fcm_{code.ToLowerInvariant()}";
        pushed.ShouldBe(isFinal ? new PushResult(new SendResult.Refused(reason), isGone)
            : new PushResult(new SendResult.Later(reason, code == "QUOTA_EXCEEDED" ? TimeSpan.FromMinutes(1) : null)));
    }

    [Theory]
    [InlineData(503, "", "17", "fcm_http_503", 17)]
    [InlineData(429, "[]", "90", "fcm_http_429", 90)]
    [InlineData(502, "<html>", null, "fcm_http_502", null)]
    [InlineData(404, """{"error":"x"}""", null, "fcm_http_404", null)]
    [InlineData(500, """{"error":{"details":["x",{"errorCode":"a-token of somebody"}]}}""", null, "fcm_http_500", null)]
    public async Task What_says_nothing_about_the_token_is_tried_again(int status, string body, string? retryAfter, string reason, int? seconds)
    {
        _push = (status, body, retryAfter);

        (await _sender.Send(Push(), default)).ShouldBe(new PushResult(new SendResult.Later(reason, seconds is { } after ? TimeSpan.FromSeconds(after) : null)));
    }

    [Fact]
    public async Task A_token_of_ours_that_it_takes_back_is_asked_for_anew()
    {
        _push = (401, """{"error":{"code":401,"status":"UNAUTHENTICATED"}}""", null);
        (await _sender.Send(Push(), default)).Result.ShouldBe(new SendResult.Later("fcm_http_401"));
        _push = (200, """{"name":"projects/casa/messages/0:2"}""", null);

        (await _sender.Send(Push(), default)).Result.ShouldBe(new SendResult.Sent("projects/casa/messages/0:2"));

        _google.Calls.Count(call => call.Path == "/token").ShouldBe(2);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", "fcm_sign_in_http_400")]
    [InlineData(503, "", "fcm_sign_in_http_503")]
    [InlineData(200, "{}", "fcm_sign_in_not_understood")]
    [InlineData(200, "<html>", "fcm_sign_in_not_understood")]
    public async Task Without_an_access_token_nothing_is_sent(int status, string body, string reason)
    {
        _exchange = (status, body, null);

        (await _sender.Send(Push(), default)).Result.ShouldBe(new SendResult.Later(reason));

        _google.Calls.ShouldAllBe(call => call.Path == "/token");
    }

    private static PushMessage Push() => new(Guid.CreateVersion7(), Guid.CreateVersion7(), "reminder_day", "a-token", "Amanhã às 10:00", "Com Ana Costa.");
}
