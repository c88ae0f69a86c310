using System.Security.Cryptography;
using System.Text;
using Doorward.Support.Evals.Golden;

namespace Doorward.Support.Knowledge;

/// <summary>A file that can be imported: what it says of itself, its text, and the passages that it falls into.</summary>
internal sealed record ReadDocument(
    string Path, string Title, string Audience, string Language, DateOnly? ValidUntil, string Text, byte[] Hash, IReadOnlyList<Chunk> Chunks)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="UnreadableDocument">It cannot be used as it is.</exception>
    public static ReadDocument Of(string path, byte[] bytes, string language)
    {
        try
        {
            return bytes.Length > ImportLimits.DocumentBytes ? throw TooLong(path) : Of(path, Strict.GetString(bytes), language);
        }
        catch (DecoderFallbackException invalid)
        {
            throw new UnreadableDocument(path, LineOf(bytes, invalid.Index), "It is not valid UTF-8. Save it as UTF-8.");
        }
    }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="UnreadableDocument">It cannot be used as it is.</exception>
    public static ReadDocument Of(string path, string given, string language)
    {
        if (DocumentPath.Problem(path) is { } problem)
        {
            throw new UnreadableDocument(path, null, problem);
        }

        var whole = given.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        Check(path, whole);
        var (says, begin) = FrontMatter.Read(path, whole);
        var text = whole[begin..];
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UnreadableDocument(path, null, "There is nothing in it. Remove the file, or write something.");
        }

        if (GoldenReader.IsGolden(text))
        {
            throw new UnreadableDocument(path, null, "It is a golden set, not a document: what the copilot is tried with must not be what it knows. Keep it out of the folder.");
        }

        var title = says.Title ?? FirstHeading(path, text) ?? FileName(path);
        var (audience, spoken) = (says.Audience ?? Audiences.Public, says.Language ?? language);
        return new ReadDocument(
            path, title, audience, spoken, says.ValidUntil, text,
            Digest(title, audience, spoken, says.ValidUntil?.ToString("O") ?? "", text), Knowledge.Chunks.Of(path, title, text));
    }

    /// <summary>What a passage's embedding is made of, as a digest: the same words under the same headings need no other one.</summary>
    public byte[] DigestOf(Chunk chunk) => Digest(Title, chunk.Heading, chunk.Text);

    private static void Check(string path, string text)
    {
        if (Strict.GetMaxByteCount(text.Length) > ImportLimits.DocumentBytes && Encoding.UTF8.GetByteCount(text) > ImportLimits.DocumentBytes)
        {
            throw TooLong(path);
        }

        if (text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
        {
            throw new UnreadableDocument(path, LineOf(text, nul), "It holds a NUL, as only binary files do. Import Markdown or plain text.");
        }

        for (var at = 0; at < text.Length; at += char.IsSurrogate(text[at]) ? 2 : 1)
        {
            if (char.IsSurrogate(text[at]) && !(at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1])))
            {
                throw new UnreadableDocument(path, LineOf(text, at), "It holds half a character (a lone surrogate).");
            }
        }
    }

    private static string? FirstHeading(string path, string text) =>
        DocumentPath.IsMarkdown(path) && Sections.Of(path, text).FirstOrDefault(section => section.Headings.Count > 0)?.Headings[^1] is { Length: > 0 } title
            ? title
            : null;

    private static string FileName(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return name.Length <= ImportLimits.Title ? name : name[..ImportLimits.Title].TrimEnd();
    }

    private static UnreadableDocument TooLong(string path) =>
        new(path, null, $"It is longer than {ImportLimits.DocumentBytes / 1024} kB. Divide it into several documents.");

    private static int LineOf(ReadOnlySpan<byte> bytes, int index) => bytes[..Math.Clamp(index, 0, bytes.Length)].Count((byte)'\n') + 1;

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    // None of the parts holds a NUL.
    private static byte[] Digest(params ReadOnlySpan<string> parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)));
}
