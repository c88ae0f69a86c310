using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>A plain HTML page: no script, one style sheet that the policy names by its hash, nothing from elsewhere.</summary>
internal static class Page
{
    private const string Style = """
        :root{color-scheme:light dark;font:17px/1.5 system-ui,sans-serif}body{margin:0 auto;max-width:26rem;padding:2rem 1.25rem}
        h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.1rem;margin-top:2.5rem}label{display:block;margin:1rem 0 .25rem;font-weight:600}
        input{box-sizing:border-box;width:100%;font:inherit;padding:.55rem .6rem;border:1px solid #767676;border-radius:.35rem}
        button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.6rem 1.1rem;border:0;border-radius:.35rem;background:#1f4fa3;color:#fff;cursor:pointer}
        :focus-visible{outline:3px solid #e0a200;outline-offset:2px}.hint{margin:.25rem 0 0;font-size:.9rem}
        .bad,.good{padding:.6rem .8rem;border-left:4px solid}.bad{border-color:#b3261e}.good{border-color:#1b7f3b}li{margin:.75rem 0}a{color:#1f4fa3}
        @media(prefers-color-scheme:dark){a{color:#9dbcf5}}
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>A text as HTML.</summary>
    public static string Safe(string text) => Html.Encode(text);

    public static string Says(Words words, string key, params object[] facts) =>
        Safe(string.Format(System.Globalization.CultureInfo.InvariantCulture, words[key], facts));

    /// <summary>A labelled field, required.</summary>
    public static string Field(Words words, string name, string type, string autocomplete, string value = "", string? hint = null, string? label = null)
    {
        var described = hint is null ? "" : $" aria-describedby=\"{name}-hint\"";
        return $"""
            <label for="{name}">{Safe(words[label ?? name])}</label>
            <input id="{name}" name="{name}" type="{type}" autocomplete="{autocomplete}" value="{Safe(value)}" maxlength="300" required{described}>
            {(hint is null ? "" : $"<p class=\"hint\" id=\"{name}-hint\">{Safe(words[hint])}</p>")}
            """;
    }

    /// <summary>A form that is sent to a page of ours.</summary>
    public static string Form(string action, string token, string fields, string button) => $"""
        <form method="post" action="{action}"><input type="hidden" name="{FormToken.Field}" value="{token}">{fields}<button>{Safe(button)}</button></form>
        """;

    public static string Bad(string html) => $"<p class=\"bad\" role=\"alert\">{html}</p>";

    public static string Good(string html) => $"<p class=\"good\" role=\"status\">{html}</p>";

    /// <summary>The answer: never kept by anybody, and, where it came by a secret link, silent about that to others.</summary>
    public static async Task Write(HttpContext context, int status, Words words, string title, string body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = words.Language;
        response.Headers.Vary = "Accept-Language, Cookie";
        // Not no-referrer: with it browsers send forms with the origin null, and we could not tell our own.
        response.Headers["Referrer-Policy"] = "same-origin";
        await response.WriteAsync($"""
            <!doctype html>
            <html lang="{words.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · Doorward</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1>
            {body}
            </main></body></html>
            """, context.RequestAborted);
    }

    /// <summary>To another page, by GET.</summary>
    public static Task Go(HttpContext context, string to)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
