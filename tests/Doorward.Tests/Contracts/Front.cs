using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;

namespace Doorward.Tests.Contracts;

/// <summary>
/// A desk of a test class's own with two agencies on it. Ours asks; theirs has one of everything, and must never notice. It knows how to fill in
/// any operation of the contract; where it does not, it says what to teach it.
/// </summary>
public sealed class Front : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    });

    private readonly Dictionary<string, string> _tokens = [];

    public EdgeSettings? Edges { get; init; }

    /// <summary>Two agencies more on a desk that is there already; left out: a desk of its own.</summary>
    public Desk? At { get; init; }

    public Desk Desk { get; private set; } = null!;

    internal Belongings Ours { get; private set; } = null!;

    internal Belongings Theirs { get; private set; } = null!;

    /// <summary>A good token of somebody who belongs to no agency.</summary>
    public string Stranger { get; private set; } = "";

    /// <summary>A token of our owner's that was good two minutes ago, by the clock that we hold: the leeway is one.</summary>
    public string Expired { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Desk = At ?? await Desk.Open(edges: Edges);
        Ours = await Belongings.Of(await Agency.Open(Desk));
        Theirs = await Belongings.Of(await Agency.Open(Desk));
        Stranger = Desk.Issuer.Mint(new OwnTokenClaims(Guid.CreateVersion7().ToString(), null, false, "Sofia Stranger", null, null), TimeSpan.FromDays(400));
        var subject = (string)JsonNode.Parse(Base64Url.DecodeFromChars(Ours.Agency.Owner.Token!.Split('.')[1]))!["sub"]!;
        var owner = new Person(Desk, Desk.Issuer.Mint(
            new OwnTokenClaims(subject, null, false, "Olga Owner", Ours.Agency.Slug, "owner"), TimeSpan.FromMinutes(1)));
        (await owner.Get("slots")).Code.ShouldBe(200);
        Desk.Clock.Advance(TimeSpan.FromMinutes(3));
        Expired = owner.Token!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await (At is null ? Desk.DisposeAsync() : ValueTask.CompletedTask);
    }

    /// <summary>Somebody of ours who may do this, as far as the contract says.</summary>
    internal string? TokenFor(Operation operation) => operation.IsPublic ? null
        : operation.Codes(403).Contains("applicants_only") ? Ours.Applicant.Token
        // who is known by their sign-in; an owner could not leave, or be erased, as the last one
        : operation.Path is "/api/v1/members/me" || operation.Path is "/api/v1/me" or "/api/v1/me/export" or "/api/v1/me/organizations" || operation.Path.StartsWith("/api/v1/sessions", StringComparison.Ordinal)
            ? Ours.Agent.Token
        : !operation.Codes(403).Contains("not_a_member") ? Stranger
        : Ours.Agency.Owner.Token;

    /// <summary>The path with the ids of somebody's things in it.</summary>
    internal static string PathOf(Operation operation, Belongings whose, string? id = null)
    {
        var at = operation.Path.IndexOf("{id}", StringComparison.Ordinal);
        id ??= operation.Id is "releaseHold" ? whose.HeldSlot.ToString() : null;
        return at < 0 ? operation.Path : operation.Path.Replace("{id}", id ?? whose.ById(operation.Path[..at].Trim('/').Split('/')[^1]).ToString());
    }

    /// <summary>A body that would be accepted, were it sent as it is; null where none is taken.</summary>
    internal async Task<JsonObject?> GoodBody(Operation operation)
    {
        if (operation.Id == "unreadNotice")
        {
            // Only what was read can be made unread.
            (await Ours.Agency.Owner.Send(HttpMethod.Post, $"me/notices/{Ours.Notice}/read")).Code.ShouldBe(204);
        }

        var body = operation.Example;
        if (body is null)
        {
            return null;
        }

        foreach (var (name, schema) in operation.Fields)
        {
            body[name] = (name, (string?)schema["format"]) switch
            {
                ("expires_at", _) => null,
                (_, "uuid") => Ours.ById(name[..^"_id".Length] + "s").ToString(),
                (_, "date-time") => Ours.Agency.Tomorrow(name.StartsWith("ends", StringComparison.Ordinal) ? 6 : 5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
                ("token", _) => await TokenOf(operation),
                ("slug", _) => $"other-{Guid.CreateVersion7():N}",
                ("push_token", _) => $"token-{Guid.CreateVersion7()}",
                ("external_id", _) => Guid.CreateVersion7().ToString(),
                _ => body[name]?.DeepClone(),
            };
        }

        return body;
    }

    /// <summary>An unused one for each operation, kept: as long as nobody gets anywhere with it, it stays unused.</summary>
    private async Task<string> TokenOf(Operation operation) => _tokens.TryGetValue(operation.Id, out var kept) ? kept
        : _tokens[operation.Id] = operation.Id == "foundOrganization" ? await Desk.OwnerLink() : await Ours.InvitationToken();

    internal Task<Answer> Send(Operation operation, string path, string? token, JsonNode? body) => Send(operation.Method, path, token, body is null ? null
        : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    internal async Task<Answer> Send(HttpMethod method, string path, string? token, HttpContent? content, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, AddressOf(path)) { Content = content };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        // The server closes the connection on a body that is too large; who has begun to send it may lose the answer.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 60_000;
        if (header is { } one)
        {
            request.Headers.TryAddWithoutValidation(one.Name, one.Value);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await _http.SendAsync(request, patience.Token);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var text = isStream ? "" : await response.Content.ReadAsStringAsync(patience.Token);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(
            response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A page, as text.</summary>
    public async Task<(int Status, string Text)> Read(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(path));
        using var response = await _http.SendAsync(request, CancellationToken.None);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Every row that a request can write, and the log, as one digest. What the subscribers keep for themselves (cursors, seals) moves on by itself.
    /// </summary>
    public async Task<string> Digest()
    {
        await Quiet.Down(Desk);
        var tables = new List<string>();
        await using (var list = Desk.Database.CreateCommand("""
            SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
              AND (table_schema, table_name) NOT IN (('events', 'cursors'), ('events', 'seals'), ('events', 'pruned')) ORDER BY 1
            """))
        await using (var rows = await list.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                tables.Add(rows.GetString(0));
            }
        }

        var each = tables.Select(table => $"SELECT '{table}' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '-') AS d FROM {table} t");
        await using var digest = Desk.Database.CreateCommand($"SELECT string_agg(d, E'\\n' ORDER BY d) FROM ({string.Join(" UNION ALL ", each)}) all_tables");
        return (string)(await digest.ExecuteScalarAsync())!;
    }

    /// <summary>As it stands: a test of bad input wants no library to mend it.</summary>
    private Uri AddressOf(string path) =>
        new(Desk.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
