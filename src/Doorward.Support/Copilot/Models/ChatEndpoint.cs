using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Doorward.Support.Copilot.Models;

/// <summary>
/// POST /chat/completions of an OpenAI-compatible API, streamed (server-sent events) or not. The address is the operator's own setting and may
/// well be this machine, so it is not held to the rule for addresses that users give; redirects are not followed, they would take the key along.
/// </summary>
internal sealed class ChatEndpoint : IDisposable
{
    private readonly ModelSettings _settings;
    private readonly Uri _address;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    public ChatEndpoint(ModelSettings settings)
    {
        _settings = settings;
        var url = settings.Url!.AbsoluteUri.TrimEnd('/');
        _address = new Uri(url.EndsWith("/chat/completions", StringComparison.Ordinal) ? url : $"{url}/chat/completions");
    }

    /// <summary>Sends a request and puts the answer together.</summary>
    /// <exception cref="ModelFailure">The API could not be reached, refused the request, or broke off.</exception>
    /// <exception cref="NoFirstToken">It did not begin to answer in time.</exception>
    public async Task<Completion> Complete(string request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(request, Encoding.UTF8, "application/json") };
        message.Headers.Accept.ParseAdd("text/event-stream, application/json");
        message.Headers.Authorization = _settings.Key is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(_settings.FirstTokenSeconds));
        try
        {
            using var response = await _http.SendAsync(message, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused(response);
            }

            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            return response.Content.Headers.ContentType?.MediaType is "text/event-stream" ? await Streamed(body, patience) : await Whole(body, patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new NoFirstToken(_settings.FirstTokenSeconds);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new ModelFailure("model_unavailable", "The model cannot be reached, or the connection broke off.", isPassing: true);
        }
        catch (JsonException)
        {
            throw new ModelFailure("model_malformed", "What the model's API sent is not what the API says.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Completion> Streamed(Stream body, CancellationTokenSource patience)
    {
        var builder = new CompletionBuilder();
        await foreach (var item in SseParser.Create(body).EnumerateAsync(patience.Token))
        {
            // It has begun: from here on only the time of the whole counts.
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            if (item.Data == "[DONE]")
            {
                return builder.Build();
            }

            using var chunk = JsonDocument.Parse(item.Data);
            if (chunk.RootElement.TryGetProperty("error", out _))
            {
                throw new ModelFailure("model_unavailable", "The model broke off with an error.", isPassing: true);
            }

            builder.Take(chunk.RootElement);
        }

        // Some servers end the stream without [DONE]; without a reason to finish either, it was cut off.
        return builder.Build() is { Finish: not null } complete ? complete : throw new ModelFailure("model_unavailable", "The model's answer broke off.", isPassing: true);
    }

    private static async Task<Completion> Whole(Stream body, CancellationTokenSource patience)
    {
        patience.CancelAfter(Timeout.InfiniteTimeSpan);
        using var answer = await JsonDocument.ParseAsync(body, cancellationToken: patience.Token);
        var builder = new CompletionBuilder();
        builder.Take(answer.RootElement);
        return builder.Build();
    }

    private static ModelFailure Refused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var after = response.Headers.RetryAfter?.Delta;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new ModelFailure("model_busy", "The model's API has too much to do (429).", true, after, status),
            >= HttpStatusCode.InternalServerError => new ModelFailure("model_unavailable", $"The model's API failed ({status}).", true, after, status),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ModelFailure("model_not_allowed", $"The model's API refuses the key ({status}): see DOORWARD_MODEL_KEY.", status: status),
            _ => new ModelFailure("model_rejected_the_request", $"The model's API refuses the request ({status}): see DOORWARD_MODEL_URL and DOORWARD_MODEL_NAME.", status: status),
        };
    }
}
