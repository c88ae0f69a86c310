using System.Net.Http.Headers;
using System.Text;

namespace Doorward.Tests.Edges;

/// <summary>Bodies that every route must refuse, made from one that it would accept.</summary>
internal static class BadBodies
{
    public static IEnumerable<(string What, HttpContent? Content)> Of(string good) => NotTheObject(good).Concat(NotJson(good)).Concat(TooMuch(good)).Concat(NotSaidToBeJson(good));

    private static IEnumerable<(string, HttpContent?)> NotTheObject(string good)
    {
        foreach (var text in new[] { "null", "[]", $"[{good}]", "\"text\"", "42", "true" })
        {
            yield return ($"the body {text[..Math.Min(text.Length, 10)]}", Json(text));
        }

        var first = good[1..good.IndexOf(':', StringComparison.Ordinal)];
        yield return ("a member that is not known", Json($"{good[..^1]}, \"organization_id\": \"019379a2-5b7c-7c3e-9a41-2f6d8e0b1c10\"}}"));
        yield return ("__proto__", Json($"{good[..^1]}, \"__proto__\": {{}}}}"));
        yield return ("an empty name", Json($"{good[..^1]}, \"\": 1}}"));
        yield return ("a member in capitals", Json($"{good[..^1]}, {first.ToUpperInvariant()}: null}}"));
        yield return ("a member twice", Json($"{good[..^1]}, {good[1..]}"));
        yield return ("a member twice, once in escapes", Json($"{good[..^1]}, \"\\u{(int)first[1]:x4}{first[2..]}: null}}"));
        yield return ("a name with a NUL", Json($"{good[..^1]}, \"a\\u0000\": 1}}"));
        yield return ("a name with half a pair", Json($"{good[..^1]}, \"a\\ud800\": 1}}"));
        yield return ("a name of 50,000 letters", Json($"{good[..^1]}, \"{new string('n', 50_000)}\": 1}}"));
    }

    private static IEnumerable<(string, HttpContent?)> NotJson(string good)
    {
        yield return ("no body", null);
        yield return ("an empty body", Json(""));
        yield return ("blanks", Json("   \n"));
        for (var length = 1; length < good.Length; length += Math.Max(1, good.Length / 12))
        {
            yield return ($"the first {length} letters", Json(good[..length]));
        }

        yield return ("something after it", Json(good + "x"));
        yield return ("another one after it", Json(good + good));
        yield return ("a comma at the end", Json($"{good[..^1]},}}"));
        yield return ("a comment", Json($"/* hello */ {good}"));
        yield return ("single quotes", Json(good.Replace('"', '\'')));
        yield return ("a NUL behind it", Json(good + "\0"));
        yield return ("UTF-16", Bytes(Encoding.Unicode.GetBytes(good)));
        foreach (var bytes in new byte[][] { [0xff], [0xc3, 0x28], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82] })
        {
            // inside a text: behind the first quote of a value
            var at = good.IndexOf(":\"", StringComparison.Ordinal) + 2;
            yield return ($"the bytes {Convert.ToHexString(bytes)}", Bytes([.. Encoding.UTF8.GetBytes(good[..at]), .. bytes, .. Encoding.UTF8.GetBytes(good[at..])]));
        }
    }

    private static IEnumerable<(string, HttpContent?)> TooMuch(string good)
    {
        yield return ("1 MB of blanks", Json(good + new string(' ', 1_000_000)));
        yield return ("66 kB of blanks, of unknown length", new Unmeasured(good + new string(' ', 66_000)));
        yield return ("1 MB in a member", Json($"{good[..^1]}, \"x\": \"{new string('x', 1_000_000)}\"}}"));
        yield return ("4,000 members", Json($"{good[..^1]}, {string.Join(", ", Enumerable.Range(0, 4_000).Select(n => $"\"m{n}\": {n}"))}}}"));
        foreach (var depth in new[] { 17, 65, 1_000, 30_000 })
        {
            yield return ($"{depth} arrays in each other", Json(string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth))));
            yield return ($"{depth} arrays in a member", Json($"{good[..^1]}, \"x\": {new string('[', depth)}{new string(']', depth)}}}"));
        }

        yield return ("5,000 objects in each other", Json(string.Concat(Enumerable.Repeat("{\"x\":", 5_000)) + "1" + new string('}', 5_000)));
        yield return ("a number of 60,000 digits", Json($"{good[..^1]}, \"x\": {new string('9', 60_000)}}}"));
    }

    private static IEnumerable<(string, HttpContent?)> NotSaidToBeJson(string good)
    {
        foreach (var type in new[]
        {
            null, "text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/octet-stream",
            "application/jsonx", "application/json; charset=klingon", "application/json; charset=utf-16", "application/json; charset=utf-7", "json", "*/*", ";", "application/json,text/plain",
        })
        {
            yield return ($"the content type {type ?? "(none)"}", Bytes(Encoding.UTF8.GetBytes(good), type));
        }
    }

    private static ByteArrayContent Json(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    private static ByteArrayContent Bytes(byte[] bytes, string? type = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    /// <summary>Sent in chunks, so that the server cannot know beforehand.</summary>
    private sealed class Unmeasured : HttpContent
    {
        private readonly byte[] _bytes;

        public Unmeasured(string text)
        {
            _bytes = Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length) => (length = 0) != 0;
    }
}
