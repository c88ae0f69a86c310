using System.Net.Http.Headers;
using System.Text.Json;
using Doorward.Platform.Http.Outbound;

namespace Doorward.Platform.Queues;

/// <summary>One request of the JSON protocol: POST to the server's root, the action in a header, signed where there are credentials.</summary>
internal sealed class SqsCall(SqsSettings settings, Func<HttpClient> client, TimeProvider time)
{
    private const string ContentType = "application/x-amz-json-1.0";

    private readonly Uri _server = new(settings.Url.GetLeftPart(UriPartial.Authority) + "/");
    private readonly SigV4? _signer = settings.Credentials is { } who ? new SigV4(who.KeyId, who.Secret, settings.Region, "sqs") : null;

    public async Task<JsonDocument> Send(string action, object parameters, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(parameters);
        using var request = new HttpRequestMessage(HttpMethod.Post, _server) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AmazonSQS.{action}");
        Sign(request, $"AmazonSQS.{action}", body);
        try
        {
            using var sender = client();
            using var answer = await sender.SendAsync(request, cancellation);
            var said = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return answer.IsSuccessStatusCode ? Parse(said) : throw new QueueUnavailable($"{action} was answered {(int)answer.StatusCode}{SqsAnswers.Fault(said)}");
        }
        catch (HttpRequestException failure)
        {
            throw new QueueUnavailable($"{action}: {failure.InnerException?.Message ?? failure.Message}", failure);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new QueueUnavailable($"{action} was not answered in time", late);
        }
    }

    private static JsonDocument Parse(byte[] said)
    {
        try
        {
            return JsonDocument.Parse(said);
        }
        catch (JsonException garbage)
        {
            // Its message would quote the answer.
            throw new QueueUnavailable($"what it answered is no JSON ({garbage.GetType().Name})");
        }
    }

    private void Sign(HttpRequestMessage request, string target, byte[] body)
    {
        if (_signer is null)
        {
            return;
        }

        var now = time.GetUtcNow();
        var headers = new Dictionary<string, string> { ["x-amz-date"] = SigV4.Stamp(now) };
        if (settings.Credentials!.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var signed = new Dictionary<string, string>(headers) { ["content-type"] = ContentType, ["x-amz-target"] = target };
        request.Headers.TryAddWithoutValidation("Authorization", _signer.Authorization(HttpMethod.Post, _server, signed, SigV4.Digest(body), now));
    }
}
