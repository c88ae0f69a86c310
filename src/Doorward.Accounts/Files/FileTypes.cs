using System.Text;

namespace Doorward.Accounts.Files;

/// <summary>
/// The media types that are taken, and how each begins. What a browser would run (HTML, SVG, XML) is not among them. Nothing is ever served as another
/// type than the one that its first bytes were checked against.
/// </summary>
internal static class FileTypes
{
    private static readonly Dictionary<string, (string Extension, byte[][] Begins)> All = new(StringComparer.Ordinal)
    {
        ["image/jpeg"] = ("jpg", [[0xFF, 0xD8, 0xFF]]),
        ["image/png"] = ("png", [[0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]]),
        ["image/webp"] = ("webp", [Text("RIFF")]),
        ["image/gif"] = ("gif", [Text("GIF87a"), Text("GIF89a")]),
        ["application/pdf"] = ("pdf", [Text("%PDF-")]),
        ["text/plain"] = ("txt", []),
        ["text/csv"] = ("csv", []),
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ("docx", [Text("PK\u0003\u0004")]),
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ("xlsx", [Text("PK\u0003\u0004")]),
        ["application/vnd.oasis.opendocument.text"] = ("odt", [Text("PK\u0003\u0004")]),
        ["application/vnd.oasis.opendocument.spreadsheet"] = ("ods", [Text("PK\u0003\u0004")]),
    };

    /// <summary>How many of the first bytes <see cref="Fits"/> wants to see.</summary>
    public const int HeadBytes = 1024;

    public static IReadOnlyList<string> Photos { get; } = ["image/jpeg", "image/png", "image/webp", "image/gif"];

    public static IReadOnlyList<string> Attachments { get; } = [.. All.Keys];

    public static string Extension(string type) => All[type].Extension;

    /// <summary>Whether a file may begin like this and be of the type. Text has no NUL.</summary>
    public static bool Fits(string type, ReadOnlySpan<byte> head)
    {
        var begins = All[type].Begins;
        if (begins.Length == 0)
        {
            return !head.Contains((byte)0);
        }

        foreach (var begin in begins)
        {
            if (head.StartsWith(begin))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
