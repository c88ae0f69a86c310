using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Doorward.Accounts.Files;
using Doorward.Accounts.Files.Stores;
using Doorward.Accounts.People;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests.Files;

/// <summary>Files in the local folder.</summary>
public sealed class FilesTests : IAsyncLifetime
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. RandomNumberGenerator.GetBytes(100_000)];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"doorward-files-{Guid.CreateVersion7():N}");
    private Desk _desk = null!;
    private Agency _agency = null!;
    private Person _ana = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await Desk.Open(files: new FileSettings { Folder = _folder });
        _agency = await Agency.Open(_desk);
        _ana = await _agency.Applicant("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_photo_goes_in_and_comes_out_and_says_how_it_may_be_used()
    {
        var kept = await _ana.Keeps(_desk, "image/png", Uploads.Sample("photo.png"));

        kept.Code.ShouldBe(200, kept.Body?.ToJsonString());
        (kept.Outcome, (int)kept.Only["width"]!, (int)kept.Only["height"]!).ShouldBe(("complete", 40, 30));
        using var fetched = await _desk.Sends(kept.Body!["download"]!, null);
        var content = await fetched.Content.ReadAsByteArrayAsync();
        Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe((string?)kept.Only["sha256"]);
        content.Length.ShouldBe((int)kept.Only["bytes"]!);
        fetched.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        fetched.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        fetched.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        fetched.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact]
    public async Task An_attachment_is_only_ever_saved_whatever_it_is_called()
    {
        var kept = await _ana.Keeps(_desk, "application/pdf", Pdf, "attachment", "../../etc/\"päss\"; filename=x.html");

        using var fetched = await _desk.Sends(kept.Body!["download"]!, null);

        (await fetched.Content.ReadAsByteArrayAsync()).ShouldBe(Pdf);
        var disposition = fetched.Content.Headers.GetValues("Content-Disposition").Single();
        disposition.ShouldStartWith("attachment");
        disposition.ShouldContain("filename*=UTF-8''");
        disposition.Count(letter => letter == '"').ShouldBe(2);
        disposition.ShouldNotContain("/");
        disposition.All(letter => letter is >= ' ' and <= '~').ShouldBeTrue();
        Uploads.Objects(_folder).ShouldAllBe(path => System.Text.RegularExpressions.Regex.IsMatch(Path.GetRelativePath(_folder, path), "^[0-9a-f]{2}/[0-9a-f]{32}$"));
        Uploads.Objects(_folder).ShouldAllBe(path => File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_fetched()
    {
        var kept = await _ana.Keeps(_desk, "application/pdf", Pdf, "attachment");

        using var part = await _desk.Sends(kept.Body!["download"]!, null, request => request.Headers.Range = new(1000, 1999));

        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Pdf[1000..2000]);
    }

    [Fact]
    public async Task Nobody_reaches_another_persons_file()
    {
        var rui = await _agency.Applicant("Rui");
        var elsewhere = await (await Agency.Open(_desk)).Applicant("Eva");
        var kept = await _ana.Keeps(_desk, "image/png", Uploads.Sample("photo.png"));
        var pending = await _ana.Announces("image/png", 100);

        foreach (var (stranger, file) in from stranger in new[] { rui, elsewhere, _agency.Owner } from file in new[] { kept.Id, pending.Id } select (stranger, file))
        {
            (await stranger.Get($"files/{file}")).Outcome.ShouldBe("no_such_file");
            (await stranger.Completes(file)).Outcome.ShouldBe("no_such_file");
            (await stranger.Delete($"files/{file}")).Outcome.ShouldBe("no_such_file");
            (await stranger.Get("files")).Body!["files"]!.AsArray().ShouldBeEmpty();
        }

        (await _ana.Get("files")).Body!["files"]!.AsArray().Count.ShouldBe(2);
        (await _desk.Scalar<bool>("SELECT accounts.is_own_photo(person_id, id) FROM accounts.files WHERE id = $1", kept.Id)).ShouldBeTrue();
        (await _desk.Scalar<bool>("SELECT accounts.is_own_photo(person_id, id) FROM accounts.files WHERE id = $1", pending.Id)).ShouldBeFalse();
        (await _desk.Scalar<bool>("SELECT accounts.is_own_photo(gen_random_uuid(), id) FROM accounts.files WHERE id = $1", kept.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_is_good_for_one_method_on_one_file_until_it_expires()
    {
        var content = Uploads.Sample("photo.png");
        var mine = (await _ana.Announces("image/png", content.Length)).Body!;
        var other = (await _ana.Announces("image/png", content.Length)).Body!;
        var url = (string)mine["upload"]!["url"]!;
        var signature = url[(url.IndexOf("signature=", StringComparison.Ordinal) + 10)..];

        foreach (var (what, bad) in new (string, string)[]
        {
            ("another file", url.Replace((string)mine["file"]!["id"]!, (string)other["file"]!["id"]!)),
            ("a later end", url.Replace("expires=", "expires=9")),
            ("no end", url.Replace("expires=", "e=")),
            ("no signature", url.Replace($"&signature={signature}", "")),
            ("half a signature", url[..^20]),
            ("a changed signature", url[..^2] + (url[^2] == 'A' ? "BB" : "AA")),
            ("garbage", url.Replace(signature, "%00" + signature[3..])),
        })
        {
            var spoilt = mine["upload"]!.DeepClone();
            spoilt["url"] = bad;
            (await _desk.Sends(spoilt, content)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, what);
        }

        (await _desk.Sends(mine["upload"]!, content, request => request.Method = HttpMethod.Get)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Uploads.Objects(_folder).ShouldBeEmpty();
        _desk.Clock.Advance(TimeSpan.FromMinutes(16));
        (await _desk.Sends(mine["upload"]!, content)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _desk.Clock.Advance(TimeSpan.FromMinutes(-16));
        (await _desk.Sends(mine["upload"]!, content)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Other_bytes_than_were_announced_are_not_kept()
    {
        var content = Uploads.Sample("photo.png");
        var announced = (await _ana.Announces("image/png", content.Length, sha256: SHA256.HashData(content))).Body!["upload"]!;

        (await _desk.Sends(announced, content[..^1])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _desk.Sends(announced, [.. content, 0])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _desk.Sends(announced, [.. content[..^1], 0])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _desk.Sends(announced, content, request => request.Content!.Headers.ContentType = new("text/html"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _desk.Sends(announced, content, request =>
        {
            request.Headers.TransferEncodingChunked = true;
            request.Content!.Headers.ContentLength = null;
        })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Uploads.Objects(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_that_is_cut_leaves_nothing_behind_and_the_upload_can_be_tried_again()
    {
        var announced = await _ana.Announces("application/pdf", Pdf.Length, "attachment");
        var address = new Uri((string)announced.Body!["upload"]!["url"]!);
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(address.Host, address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/pdf\r\nContent-Length: {Pdf.Length}\r\n\r\n"));
            await socket.GetStream().WriteAsync(Pdf.AsMemory(0, 40_000));
            (await Eventually.Is(() => Task.FromResult(Uploads.Objects(_folder).Any(path => path.EndsWith(".part", StringComparison.Ordinal))), TimeSpan.FromSeconds(60))).ShouldBeTrue();
        }

        (await Eventually.Is(() => Task.FromResult(Uploads.Objects(_folder).Count == 0), TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("upload_missing");
        (await _desk.Sends(announced.Body!["upload"]!, Pdf)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("complete");
    }

    [Fact]
    public async Task What_is_complete_stays_as_it_was_checked()
    {
        var content = Uploads.Sample("photo.png");
        var announced = await _ana.Announces("image/png", content.Length);
        await _desk.Sends(announced.Body!["upload"]!, content);
        var kept = await _ana.Completes(announced.Id);

        (await _desk.Sends(announced.Body!["upload"]!, new byte[content.Length])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var again = await _ana.Completes(announced.Id);

        again.Only.ToJsonString().ShouldBe(kept.Only.ToJsonString(), "asking twice is harmless");
        Convert.ToHexStringLower(SHA256.HashData(await _desk.Fetches(again.Body!["download"]!))).ShouldBe((string?)kept.Only["sha256"]);
    }

    [Theory]
    [InlineData("image/png", "photo", "baseline.jpg")]
    [InlineData("image/jpeg", "photo", "photo.png")]
    [InlineData("image/webp", "photo", "moving.gif")]
    [InlineData("application/pdf", "attachment", "photo.png")]
    [InlineData("text/plain", "attachment", "photo.png")]
    public async Task What_is_of_another_type_than_announced_is_refused(string type, string purpose, string sample)
    {
        var answer = await _ana.Keeps(_desk, type, Uploads.Sample(sample), purpose);

        (answer.Code, answer.Outcome).ShouldBe((409, "upload_wrong_type"));
    }

    [Fact]
    public async Task Bytes_that_change_on_their_way_are_noticed()
    {
        var announced = await _ana.Announces("application/pdf", Pdf.Length, "attachment", sha256: SHA256.HashData(Pdf));
        await _desk.Sends(announced.Body!["upload"]!, Pdf);
        var arrived = Uploads.Objects(_folder).Single();
        var spoilt = (byte[])Pdf.Clone();
        spoilt[50_000] ^= 1;
        await File.WriteAllBytesAsync(arrived, spoilt);

        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("upload_wrong_digest");
    }

    [Fact]
    public async Task Types_sizes_and_names_that_are_not_taken_are_told_field_by_field()
    {
        async Task<string> Wrong(object body) => string.Join(',', (await _ana.Post("files", body)).Body!["errors"]!.AsObject().Select(field => field.Key).Order());

        (await Wrong(new { })).ShouldBe("bytes,content_type,purpose");
        (await Wrong(new { purpose = "photo", content_type = "image/svg+xml", bytes = 100 })).ShouldBe("content_type");
        (await Wrong(new { purpose = "attachment", content_type = "text/html", bytes = 100 })).ShouldBe("content_type");
        (await Wrong(new { purpose = "photo", content_type = "application/pdf", bytes = 100 })).ShouldBe("content_type");
        (await Wrong(new { purpose = "photo", content_type = "image/png", bytes = (10 * 1024 * 1024) + 1 })).ShouldBe("bytes");
        (await Wrong(new { purpose = "attachment", content_type = "application/pdf", bytes = 0 })).ShouldBe("bytes");
        (await Wrong(new { purpose = "attachment", content_type = "application/pdf", bytes = 1, name = "a\r\nb", sha256 = "xyz" })).ShouldBe("name,sha256");
    }

    [Fact]
    public async Task A_file_that_is_deleted_is_gone_with_its_bytes_even_if_the_store_is_away_for_a_while()
    {
        var kept = await _ana.Keeps(_desk, "image/png", Uploads.Sample("photo.png"));
        var away = _folder + "-away";
        Directory.Move(_folder, away);
        await File.WriteAllTextAsync(_folder, "in the way");

        (await _ana.Delete($"files/{kept.Id}")).Code.ShouldBe(204);
        (await _ana.Get($"files/{kept.Id}")).Outcome.ShouldBe("no_such_file");
        (await _ana.Delete($"files/{kept.Id}")).Outcome.ShouldBe("no_such_file");
        (await _desk.Scalar<long>("SELECT count(*) FROM accounts.file_usage WHERE files <> 0 OR bytes <> 0")).ShouldBe(0);

        File.Delete(_folder);
        Directory.Move(away, _folder);
        await _desk.AreDone("file.delete_object");
        await _desk.AreDone("file.lapse");
        Uploads.Objects(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_never_arrives_or_is_never_completed_lapses_and_leaves_nothing()
    {
        var content = Uploads.Sample("photo.png");
        var never = await _ana.Announces("image/png", content.Length);
        var arrived = await _ana.Announces("image/png", content.Length);
        var complete = await _ana.Keeps(_desk, "image/png", content);
        await _desk.Sends(arrived.Body!["upload"]!, content);

        await _desk.AreDone("file.lapse");
        await _desk.AreDone("file.delete_object");

        (await _ana.Get($"files/{never.Id}")).Outcome.ShouldBe("no_such_file");
        (await _ana.Completes(arrived.Id)).Outcome.ShouldBe("no_such_file");
        (await _ana.Get($"files/{complete.Id}")).Outcome.ShouldBe("complete");
        Uploads.Objects(_folder).Count.ShouldBe(1, "the complete one");
        (await _desk.Scalar<int>("SELECT files FROM accounts.file_usage WHERE files > 0")).ShouldBe(1);
        (await _desk.Scalar<long>("SELECT count(*) FROM events.log WHERE type = 'file.lapsed'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_crash_between_storing_and_completing_leaves_nothing_behind_and_can_be_made_good()
    {
        var content = Uploads.Sample("photo.png");
        var announced = await _ana.Announces("image/png", content.Length);
        await _desk.Sends(announced.Body!["upload"]!, content);
        // as far as a node gets that dies before its last statement
        var settle = _desk.Services.GetRequiredService<SettleUpload>();
        var file = new KeptFile(
            announced.Id, "photo", null, "image/png", content.Length, null,
            await _desk.Scalar<string>("SELECT upload FROM accounts.files WHERE id = $1", announced.Id), null, default);
        (await settle.Settle(file, new(Guid.CreateVersion7(), _agency.Id, Platform.Identity.Role.Applicant), CancellationToken.None)).Wrong.ShouldBeNull();
        Uploads.Objects(_folder).Count.ShouldBe(2);

        (await _ana.Completes(announced.Id)).Outcome.ShouldBe("complete");
        await _desk.AreDone("file.delete_object");
        await _desk.AreDone("file.lapse");

        Uploads.Objects(_folder).Count.ShouldBe(1);
        (await _desk.Fetches((await _ana.Get($"files/{announced.Id}")).Body!["download"]!)).Length.ShouldBePositive();
    }

    [Fact]
    public async Task Completed_twenty_times_at_once_there_is_one_file_and_one_object()
    {
        var content = Uploads.Sample("photo.png");
        var announced = await _ana.Announces("image/png", content.Length);
        await _desk.Sends(announced.Body!["upload"]!, content);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _ana.Completes(announced.Id)));

        answers.ShouldAllBe(answer => answer.Outcome == "complete");
        await _desk.AreDone("file.delete_object");
        await _desk.AreDone("file.lapse");
        Uploads.Objects(_folder).Count.ShouldBe(1);
        (await _desk.Scalar<long>("SELECT count(*) FROM events.log WHERE type = 'file.completed'")).ShouldBe(1);
        (await _desk.Scalar<long>("SELECT bytes FROM accounts.file_usage WHERE files = 1")).ShouldBe((long)answers[0].Only["bytes"]!);
    }

    [Fact]
    public async Task The_same_key_announces_one_file()
    {
        var first = await _ana.Announces("image/png", 100, key: "k");
        var same = await _ana.Announces("image/png", 100, key: "k");
        var other = await _ana.Announces("image/png", 101, key: "k");

        (same.Code, same.Id).ShouldBe((201, first.Id));
        (other.Code, other.Outcome).ShouldBe((422, "idempotency_key_reused"));
        (await _desk.Scalar<int>("SELECT files FROM accounts.file_usage")).ShouldBe(1);
    }

    [Fact]
    public async Task An_erased_persons_files_go_and_before_that_they_can_have_them_all()
    {
        var kept = await _ana.Keeps(_desk, "application/pdf", Pdf, "attachment", "lease.pdf");
        await _ana.Keeps(_desk, "image/png", Uploads.Sample("photo.png"));
        var person = await _desk.Scalar<Guid>("SELECT person_id FROM accounts.files WHERE id = $1", kept.Id);
        var data = _desk.Services.GetServices<IPersonalData>().OfType<FilesOfPerson>().Single();

        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            await foreach (var file in data.Export(person, CancellationToken.None))
            {
                await using var entry = archive.CreateEntry(file.Path).Open();
                await file.Write(entry, CancellationToken.None);
            }
        }

        using var read = new ZipArchive(zip);
        read.Entries.Count.ShouldBe(3);
        using var pdf = read.GetEntry($"files/{kept.Id}.pdf")!.Open();
        var exported = new MemoryStream();
        await pdf.CopyToAsync(exported);
        exported.ToArray().ShouldBe(Pdf);

        await using (var connection = await _desk.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await data.Erase(person, transaction, CancellationToken.None);
            await transaction.CommitAsync();
        }

        await _desk.AreDone("file.delete_object");
        await _desk.AreDone("file.lapse");
        Uploads.Objects(_folder).ShouldBeEmpty();
        (await _desk.Scalar<long>("SELECT count(*) FROM accounts.files WHERE person_id = $1", person)).ShouldBe(0);
    }
}
