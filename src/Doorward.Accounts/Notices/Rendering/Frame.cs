
namespace Doorward.Accounts.Notices.Rendering;

/// <summary>What stands around every mail's words in a language. Tables and inline styles, because mail clients know little else.</summary>
internal sealed class Frame(Language language)
{
    private readonly string _html = Read(language, "frame.html");
    private readonly string _text = Read(language, "frame.txt");
    private readonly string _unsubscribeHtml = Read(language, "unsubscribe.html");
    private readonly string _unsubscribeText = Read(language, "unsubscribe.txt");

    public string Html(string subject, string content, string organization, string? unsubscribe) => Fill(new Template("frame.html", _html, isHtml: false), hole => hole switch
    {
        "subject" => Rendering.Html.Escape(subject),
        "content" => content,
        "organization" => Rendering.Html.Escape(organization),
        "language" => language.Code,
        _ => unsubscribe is null ? "" : Fill(new Template("unsubscribe.html", _unsubscribeHtml, isHtml: false), _ => Rendering.Html.Escape(unsubscribe)),
    });

    public string Text(string content, string organization, string? unsubscribe) => Fill(new Template("frame.txt", _text, isHtml: false), hole => hole switch
    {
        "content" => content.Trim(),
        "organization" => organization,
        _ => unsubscribe is null ? "" : Fill(new Template("unsubscribe.txt", _unsubscribeText, isHtml: false), _ => unsubscribe),
    }).TrimEnd() + "\n";

    // Contents have lines of their own; what people wrote into them was made one line, and escaped, before.
    private static string Fill(Template template, Func<string, string> valueOf) => template.RenderRaw(valueOf);

    private static string Read(Language language, string file) => KindWords.Read(typeof(Frame).Assembly, $"Notices/Words/{language.Code}/{file}");
}
