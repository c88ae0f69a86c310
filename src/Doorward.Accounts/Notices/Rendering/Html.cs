using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Doorward.Accounts.Notices.Rendering;

internal static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Letters of every script as themselves; everything that means something to HTML escaped, in text and in quoted attributes.</summary>
    public static string Escape(string text) => Encoder.Encode(text);
}
