using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Doorward.Testing;

/// <summary>Somebody with a token, who does things over HTTP as anybody would.</summary>
public sealed class Person(IFrontDoor door, string? token)
{
    public string? Token { get; } = token;

    /// <summary>A guest of one conversation.</summary>
    public static Person Guest(IFrontDoor door, string token) => new(door, $"Guest {token}");

    /// <summary>The same person at another node.</summary>
    public Person At(IFrontDoor other) => new(other, Token);

    public Task<Answer> Post(string path, object body, string? key = null) => Send(HttpMethod.Post, path, JsonContent.Create(body), key);

    public Task<Answer> Patch(string path, object body) => Send(HttpMethod.Patch, path, JsonContent.Create(body));

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>Asks the graph.</summary>
    public async Task<GraphAnswer> Asks(string document, object? variables = null)
    {
        var answer = await Send(HttpMethod.Post, "/graphql", JsonContent.Create(new { query = document, variables }));
        return new GraphAnswer(answer.Body ?? throw new InvalidOperationException($"{answer.Status} without a body"));
    }

    /// <summary>Sends anything at all.</summary>
    /// <param name="path">Below the address: <c>/api/v1/slots</c>, or without the prefix, <c>slots</c>.</param>
    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(door.Address, path.StartsWith('/') ? path : $"/api/v1/{path}")) { Content = content };
        request.Headers.Authorization = Token is null ? null
            : Token.StartsWith("Guest ", StringComparison.Ordinal) ? new AuthenticationHeaderValue("Guest", Token[6..]) : new AuthenticationHeaderValue("Bearer", Token);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        using var response = await door.Http.SendAsync(request, CancellationToken.None);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(
            response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async Task<Guid> CreatesProperty(string timeZone = "Europe/Lisbon", bool parallel = false) =>
        (await Post("properties", new { name = "Rua das Flores 12", address = "Lisboa", time_zone = timeZone, allows_parallel_viewings = parallel })).Id;

    public Task<Answer> Opens(Guid property, DateTimeOffset starts, int minutes = 30, string? key = null) =>
        Post("slots", new { property_id = property, starts_at = starts, ends_at = starts.AddMinutes(minutes) }, key);

    public Task<Answer> Books(Guid slot, string? notes = null, string? key = null) => Post("bookings", new { slot_id = slot, notes }, key);

    public Task<Answer> CancelsBooking(Guid booking) => Delete($"bookings/{booking}");

    /// <summary>For themselves; staff names an applicant.</summary>
    public Task<Answer> Holds(Guid slot, int? minutes = null, Guid? applicant = null) =>
        Post($"slots/{slot}/hold", new { minutes, applicant_id = applicant });

    public Task<Answer> Releases(Guid slot) => Delete($"slots/{slot}/hold");

    public Task<Answer> CancelsSlot(Guid slot) => Delete($"slots/{slot}");
}
