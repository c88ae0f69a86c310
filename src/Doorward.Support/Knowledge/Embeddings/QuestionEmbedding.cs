using Microsoft.Extensions.Logging;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>A question's vector, if it can be had in time: after three failures in a row the endpoint is left alone for half a minute.</summary>
internal sealed class QuestionEmbedding(EmbeddingEndpoint endpoint, EmbeddingSettings settings, TimeProvider time, ILogger<QuestionEmbedding> log)
{
    private const int Failures = 3;
    private const int LongestQuestion = 8000;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private int _failures;
    private long _restsUntil;

    public async Task<float[]?> Of(string question, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(question) || time.GetUtcNow().UtcTicks < Interlocked.Read(ref _restsUntil))
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        try
        {
            var vectors = await endpoint.Embed([question.Length > LongestQuestion ? question[..LongestQuestion] : question], patience.Token);
            Interlocked.Exchange(ref _failures, 0);
            return vectors[0];
        }
        catch (Exception failure) when (failure is EmbeddingFailure || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            if (Interlocked.Increment(ref _failures) >= Failures)
            {
                Interlocked.Exchange(ref _failures, 0);
                Interlocked.Exchange(ref _restsUntil, (time.GetUtcNow() + Rest).UtcTicks);
                log.LogWarning("Search goes by words alone for {Rest}: {Reason}", Rest, failure is EmbeddingFailure ? failure.Message : "the embeddings endpoint is too slow.");
            }

            return null;
        }
    }
}
