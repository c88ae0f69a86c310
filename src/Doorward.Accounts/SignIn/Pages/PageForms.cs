using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>What every page does with a form that is sent to it.</summary>
internal static class PageForms
{
    private const int FormBytes = 16 * 1024;

    public static void MapPage(this IEndpointRouteBuilder pages, string path, RequestDelegate show) =>
        pages.MapGet(path, show).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Takes a form, once it has proved to be ours; otherwise <paramref name="again"/> shows it anew.</summary>
    public static void MapForm(
        this IEndpointRouteBuilder pages, string path, FormToken tokens, Func<HttpContext, IFormCollection, Task> take, Func<HttpContext, string, Task> again) => pages
        .MapPost(path, async context =>
        {
            if (!context.Request.HasFormContentType)
            {
                await StandardRefusals.UnsupportedMediaType.AsProblem().ExecuteAsync(context);
                return;
            }

            IFormCollection form;
            try
            {
                form = await context.Request.ReadFormAsync(context.RequestAborted);
            }
            catch (Exception bad) when (bad is InvalidDataException or BadHttpRequestException)
            {
                await StandardRefusals.Malformed.AsProblem().ExecuteAsync(context);
                return;
            }

            await (tokens.IsIn(form, context.Request) ? take(context, form) : again(context, "form_old"));
        })
        .WithBodyLimit(FormBytes)
        .AllowAnonymous()
        .ExcludeFromDescription();

    /// <summary>One field, as it was typed: a password keeps its blanks.</summary>
    public static string Text(this IFormCollection form, string name) => form[name].Count == 1 && form[name][0] is { Length: <= 2000 } text ? text : "";

    /// <summary>The secret of a link, if it has the form of one: it is shown again in the page's own form.</summary>
    public static string Secret(string? token) =>
        token is { Length: > 0 and <= 64 } && !token.AsSpan().ContainsAnyExcept(Base64UrlLetters) ? token : "";

    private static readonly System.Buffers.SearchValues<char> Base64UrlLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Waiting(Words words, TimeSpan wait) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, words["wait"],
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture, words[wait.TotalSeconds < 120 ? "seconds" : "minutes"],
            wait.TotalSeconds < 120 ? (int)wait.TotalSeconds : (int)Math.Ceiling(wait.TotalMinutes)));
}
