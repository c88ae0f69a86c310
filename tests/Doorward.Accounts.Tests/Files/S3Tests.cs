using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Doorward.Accounts.Files;
using Doorward.Accounts.Files.Stores;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Files;

/// <summary>Files in an S3-compatible store: one from npm, behind a gate that checks every signature with AWS's own implementation.</summary>
public sealed class S3Tests : IAsyncLifetime
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. RandomNumberGenerator.GetBytes(300_000)];

    private NodeProgram _server = null!;
    private Desk _desk = null!;
    private Person _ana = null!;

    public async ValueTask InitializeAsync()
    {
        if (!NodeProgram.IsHere)
        {
            Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", "Node is not installed, and on CI it has to be.");
            Assert.Skip("Node is not installed: no S3 store to test against.");
        }

        _server = await NodeProgram.Start(Path.Combine(Here(), "s3"));
        _desk = await Open("S3RVER");
        _ana = await (await Agency.Open(_desk)).Applicant("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        await (_desk?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_photo_and_an_attachment_go_straight_to_the_store_and_come_straight_from_it()
    {
        var photo = await _ana.Keeps(_desk, "image/jpeg", Uploads.Sample("baseline.jpg"));
        var lease = await _ana.Keeps(_desk, "application/pdf", Pdf, "attachment", "Contrato de arrendamento nº 7.pdf");

        photo.Code.ShouldBe(200, photo.Body?.ToJsonString());
        ((string)photo.Body!["download"]!["url"]!).ShouldStartWith(_server.FirstLine);
        Convert.ToHexStringLower(SHA256.HashData(await _desk.Fetches(photo.Body!["download"]!))).ShouldBe((string?)photo.Only["sha256"]);
        using var fetched = await _desk.Sends(lease.Body!["download"]!, null);
        (await fetched.Content.ReadAsByteArrayAsync()).ShouldBe(Pdf);
        fetched.Content.Headers.ContentType!.ToString().ShouldBe("application/pdf");
        fetched.Content.Headers.GetValues("Content-Disposition").Single().ShouldStartWith("attachment");
    }

    [Fact]
    public async Task The_store_takes_nothing_else_than_what_was_announced()
    {
        var content = Uploads.Sample("baseline.jpg");
        var announced = await _ana.Announces("image/jpeg", content.Length);
        var upload = announced.Body!["upload"]!;

        async Task<HttpStatusCode> Sent(byte[] bytes, Action<HttpRequestMessage>? change = null)
        {
            using var answer = await _desk.Sends(upload, bytes, change);
            return answer.StatusCode;
        }

        (await Sent([.. content, 0])).ShouldBe(HttpStatusCode.Forbidden, "larger");
        (await Sent(content[..^1])).ShouldBe(HttpStatusCode.Forbidden, "smaller");
        (await Sent(content, request => request.Content!.Headers.ContentType = new("text/html"))).ShouldBe(HttpStatusCode.Forbidden, "another type");
        (await Sent(content, request => request.RequestUri = new Uri(System.Text.RegularExpressions.Regex.Replace(request.RequestUri!.AbsoluteUri, "Expires=[0-9]+", "Expires=90000")))).ShouldBe(HttpStatusCode.Forbidden);
        (await Sent(content, request => request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri[..^1] + "z"))).ShouldBe(HttpStatusCode.Forbidden);
        (await Sent(content, request => request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri.Replace("/doorward/", "/doorward/x")))).ShouldBe(HttpStatusCode.Forbidden);
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("upload_missing");
        (await Sent(content)).ShouldBe(HttpStatusCode.OK);
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("complete");
    }

    [Fact]
    public async Task An_address_that_has_expired_is_refused()
    {
        _desk.Clock.Advance(TimeSpan.FromMinutes(-16));
        var content = Uploads.Sample("baseline.jpg");
        var announced = await _ana.Announces("image/jpeg", content.Length);
        _desk.Clock.Advance(TimeSpan.FromMinutes(16));

        using var answer = await _desk.Sends(announced.Body!["upload"]!, content);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("expired");
    }

    [Fact]
    public async Task A_wrong_secret_is_told_as_a_store_that_cannot_be_reached_and_nothing_is_lost()
    {
        var content = Uploads.Sample("baseline.jpg");
        await using var wrong = await Open("wrong", _desk.ConnectionString);
        var announced = await _ana.Announces("image/jpeg", content.Length);
        await _desk.Sends(announced.Body!["upload"]!, content);

        var refused = await _ana.At(wrong).Completes(announced.Id);

        (refused.Code, refused.Outcome).ShouldBe((503, "storage_unavailable"));
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("complete");
    }

    [Theory]
    [InlineData("down", "photo")]
    [InlineData("down", "attachment")]
    [InlineData("cut", "photo")]
    [InlineData("cut", "attachment")]
    [InlineData("bad_copy", "attachment")]
    public async Task While_the_store_fails_completing_can_be_tried_again(string mode, string purpose)
    {
        var (type, content) = purpose == "photo" ? ("image/jpeg", Uploads.Sample("baseline.jpg")) : ("application/pdf", Pdf);
        var announced = await _ana.Announces(type, content.Length, purpose);
        await _desk.Sends(announced.Body!["upload"]!, content);

        await Misbehave(mode);
        var refused = await _ana.Completes(announced.Id);
        await Misbehave("good");

        (refused.Code, refused.Outcome).ShouldBe((503, "storage_unavailable"));
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("complete");
    }

    [Fact]
    public async Task A_store_that_never_answers_is_given_up()
    {
        await using var hasty = await Open("S3RVER", _desk.ConnectionString, edges: new Platform.Http.EdgeSettings { RequestTimeoutSeconds = 1 });
        var content = Uploads.Sample("baseline.jpg");
        var announced = await _ana.Announces("image/jpeg", content.Length);
        await _desk.Sends(announced.Body!["upload"]!, content);

        await Misbehave("silent");
        var refused = await _ana.At(hasty).Completes(announced.Id);
        await Misbehave("good");

        (refused.Code, refused.Outcome).ShouldBe((503, "took_too_long"));
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("complete");
    }

    [Fact]
    public async Task Deleted_while_the_store_is_down_the_bytes_go_when_it_is_back()
    {
        var kept = await _ana.Keeps(_desk, "image/jpeg", Uploads.Sample("baseline.jpg"));
        await Misbehave("down");
        (await _ana.Delete($"files/{kept.Id}")).Code.ShouldBe(204);
        (await Eventually.Is(
            async () => await _desk.Scalar<long>("SELECT count(*) FROM events.jobs WHERE kind = 'file.delete_object' AND last_error IS NOT NULL") == 1,
            TimeSpan.FromSeconds(20))).ShouldBeTrue();
        await Misbehave("good");
        (await _desk.Sends(kept.Body!["download"]!, null)).StatusCode.ShouldBe(HttpStatusCode.OK, "it is still there");

        await _desk.AreDone("file.delete_object");
        await _desk.AreDone("file.lapse");

        (await _desk.Sends(kept.Body!["download"]!, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private Task<Desk> Open(string secret, string? database = null, Platform.Http.EdgeSettings? edges = null) => Desk.Open(database, edges: edges, files: new FileSettings
    {
        S3 = new S3Settings(new Uri(_server.FirstLine), "us-east-1", "doorward", "S3RVER", secret, PathStyle: true),
    });

    private async Task Misbehave(string mode)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.FirstLine}/__mode") { Content = JsonContent.Create(new { mode }) };
        (await _desk.Http.SendAsync(request, CancellationToken.None)).EnsureSuccessStatusCode();
    }
}
