using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Accounts.Tests.Files;

/// <summary>What somebody does with files, as a client would: announce, send, complete, fetch.</summary>
internal static class Uploads
{
    public static byte[] Sample(string name, [CallerFilePath] string path = "") => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "photos", name));

    public static Task<Answer> Announces(this Person person, string type, long bytes, string purpose = "photo", string? name = null, byte[]? sha256 = null, string? key = null) =>
        person.Post("files", new { purpose, content_type = type, bytes, name, sha256 = sha256 is null ? null : Convert.ToHexString(sha256) }, key);

    /// <summary>Announces, sends and completes.</summary>
    public static async Task<Answer> Keeps(this Person person, Desk desk, string type, byte[] content, string purpose = "photo", string? name = null)
    {
        var announced = await person.Announces(type, content.Length, purpose, name);
        announced.Code.ShouldBe(201, announced.Body?.ToJsonString());
        var sent = await desk.Sends(announced.Body!["upload"]!, content);
        ((int)sent.StatusCode).ShouldBeOneOf(200, 204);
        return await person.Completes(announced.Id);
    }

    public static Task<Answer> Completes(this Person person, Guid file) => person.Post($"files/{file}/complete", new { });

    /// <summary>Makes a signed request exactly as it is described; <paramref name="change"/> spoils it.</summary>
    public static async Task<HttpResponseMessage> Sends(this Desk desk, JsonNode signed, byte[]? content, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod((string)signed["method"]!), (string)signed["url"]!);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = (string?)signed["headers"]!["Content-Type"] is { } type ? MediaTypeHeaderValue.Parse(type) : null;
        }

        change?.Invoke(request);
        return await desk.Http.SendAsync(request, CancellationToken.None);
    }

    public static async Task<byte[]> Fetches(this Desk desk, JsonNode signed)
    {
        using var answer = await desk.Sends(signed, null);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public static async Task<T> Scalar<T>(this Desk desk, string sql, params object[] values)
    {
        await using var command = desk.Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Makes the jobs of a kind due now and waits until they are done.</summary>
    public static async Task AreDone(this Desk desk, string kind)
    {
        await desk.Scalar<object>("WITH due AS (UPDATE events.jobs SET due_at = now(), lease_until = NULL WHERE kind = $1 RETURNING 1) SELECT count(*) FROM due", kind);
        (await Eventually.Is(async () => await desk.Scalar<long>("SELECT count(*) FROM events.jobs WHERE kind = $1", kind) == 0, TimeSpan.FromSeconds(30)))
            .ShouldBeTrue(await desk.Scalar<string>("SELECT coalesce(string_agg(last_error, '; '), 'not run') FROM events.jobs WHERE kind = $1", kind));
    }

    public static IReadOnlyList<string> Objects(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
}
