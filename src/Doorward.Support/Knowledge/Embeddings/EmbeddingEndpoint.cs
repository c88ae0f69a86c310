using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>The endpoint did not give what was asked for. The message holds nothing of the texts, and nothing that the endpoint wrote.</summary>
internal sealed class EmbeddingFailure(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Turns texts into vectors of length one, by <c>POST /embeddings</c> of the OpenAI API.</summary>
internal sealed class EmbeddingEndpoint(IHttpClientFactory clients, EmbeddingSettings settings)
{
    public const string Client = "embeddings";

    private const int MostDimensions = 8192;

    /// <summary>A vector for each text, in order, all of one length.</summary>
    /// <exception cref="EmbeddingFailure">The endpoint cannot be reached, refuses, or answers something else.</exception>
    public async Task<float[][]> Embed(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        using var http = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Url!, "embeddings"))
        {
            Content = JsonContent.Create(new Asked(settings.Name, texts, "float")),
        };
        request.Headers.Authorization = settings.Key is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode
                ? Vectors(await response.Content.ReadFromJsonAsync<Answer>(cancellation), texts.Count)
                : throw new EmbeddingFailure($"The embeddings endpoint answered {(int)response.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or NotSupportedException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new EmbeddingFailure($"The embeddings endpoint gave no usable answer ({failure.GetType().Name}).", failure);
        }
    }

    private static float[][] Vectors(Answer? answer, int count)
    {
        var vectors = new float[count][];
        foreach (var one in answer?.Data ?? [])
        {
            if (one is { Embedding: { Length: > 0 and <= MostDimensions } vector } && one.Index >= 0 && one.Index < count)
            {
                vectors[one.Index] = Unit(vector);
            }
        }

        return vectors.All(vector => vector is not null && vector.Length == vectors[0].Length)
            ? vectors
            : throw new EmbeddingFailure($"The embeddings endpoint did not answer with {count} vectors of one length.");
    }

    private static float[] Unit(float[] vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (!float.IsFinite(norm) || norm == 0)
        {
            throw new EmbeddingFailure("The embeddings endpoint answered with a vector that points nowhere.");
        }

        TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }

    private sealed record Asked(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("input")] IReadOnlyList<string> Input,
        [property: JsonPropertyName("encoding_format")] string Format);

    private sealed record Answer([property: JsonPropertyName("data")] IReadOnlyList<Item?>? Data);

    private sealed record Item([property: JsonPropertyName("index")] int Index, [property: JsonPropertyName("embedding")] float[]? Embedding);
}
