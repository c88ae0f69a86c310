using System.Net.Http.Headers;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Events;

internal sealed record StreamEvent(string Id, string Type, string Data);

/// <summary>A client of server-sent events, as WHATWG HTML 9.2 has it.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventStream(HttpMessageInvoker http, HttpResponseMessage response, StreamReader lines) => (_http, _response, _lines) = (http, response, lines);

    public int Status => (int)_response.StatusCode;

    /// <summary>The first id that was told: where the stream began.</summary>
    public string? FirstId { get; private set; }

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    public static async Task<EventStream> Open(Desk desk, Person person, string query = "", string? lastEventId = null)
    {
        var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, "/api/v1/events" + query));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new EventStream(http, response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<StreamEvent?> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        var (id, type, data) = ("", "", "");
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                FirstId ??= line[4..];
            }

            if (line.Length == 0 && type.Length > 0)
            {
                return new StreamEvent(id, type, data);
            }

            _ = line switch
            {
                _ when line.StartsWith("id: ", StringComparison.Ordinal) => id = line[4..],
                _ when line.StartsWith("event: ", StringComparison.Ordinal) => type = line[7..],
                _ when line.StartsWith("data: ", StringComparison.Ordinal) => data = line[6..],
                _ => "",
            };
        }

        return null;
    }

    public async Task<List<StreamEvent>> Take(int count)
    {
        var events = new List<StreamEvent>();
        while (events.Count < count && await Next() is { } one)
        {
            events.Add(one);
        }

        return events;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
        _http.Dispose();
    }
}
