using System.Net;
using System.Text.RegularExpressions;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.SignIn;

/// <summary>A browser without a screen: it keeps cookies, sends forms with all their hidden fields, and follows nothing by itself.</summary>
internal sealed partial class Browser(IFrontDoor door)
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    private string _page = "";

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>What it sends with every request, such as Origin.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public HttpResponseMessage Last { get; private set; } = null!;

    public int Status => (int)Last.StatusCode;

    public string Page => WebUtility.HtmlDecode(_page);

    public string Raw => _page;

    public string? Location => Last.Headers.Location?.ToString();

    /// <summary>The secret of its session.</summary>
    public string? Session
    {
        get => Cookies.GetValueOrDefault("doorward");
        set => Cookies["doorward"] = value!;
    }

    public Task<Browser> Open(string path) => Send(HttpMethod.Get, path);

    /// <summary>Sends the first form of the page that goes there, with what is typed into it.</summary>
    public Task<Browser> Submit(string action, params (string Name, string Value)[] typed)
    {
        var form = Forms().Matches(_page).FirstOrDefault(form => form.Groups[1].Value == action)?.Value ?? throw new InvalidOperationException($"No form leads to {action} on: {_page}");
        var fields = Hidden().Matches(form).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return Send(HttpMethod.Post, action, new FormUrlEncodedContent(fields));
    }

    public async Task<Browser> Send(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(door.Address, path)) { Content = content };
        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        Last = await Http.SendAsync(request, CancellationToken.None);
        _page = await Last.Content.ReadAsStringAsync();
        foreach (var cookie in Last.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie.Split('=')[0], cookie.Split(';')[0][(cookie.IndexOf('=') + 1)..]);
            if (value.Length == 0)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value;
            }
        }

        return this;
    }

    public async Task<Browser> SignIn(string email, string password) =>
        await (await Open("/sign-in")).Submit("/sign-in", ("email", email), ("password", password));

    public async Task<int> Get(string api) => (await Send(HttpMethod.Get, $"/api/v1/{api}")).Status;

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
