using System.Diagnostics;
using Doorward.Platform.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Doorward.Support.Copilot.Models;

/// <summary>
/// The model as drafters call it: one more try where that may help, soon, and a circuit breaker, so that while a model is down messages go to
/// people at once instead of each waiting for it.
/// </summary>
internal sealed class ChatModel : IDisposable
{
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(3);

    private readonly ChatEndpoint _endpoint;
    private readonly ResiliencePipeline _resilience;

    public ChatModel(ModelSettings settings, TimeProvider time)
    {
        Settings = settings;
        _endpoint = new ChatEndpoint(settings);
        _resilience = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                ShouldHandle = new PredicateBuilder().Handle<ModelFailure>(failure => failure.IsPassing && (failure.RetryAfter ?? TimeSpan.Zero) <= LongestPatience),
                DelayGenerator = retry => new(retry.Outcome.Exception is ModelFailure { RetryAfter: { } after } ? after : TimeSpan.FromMilliseconds(300)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<ModelFailure>(failure => failure.IsPassing).Handle<TimeoutException>(),
                FailureRatio = 0.6,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(20),
            })
            .Build();
    }

    public ModelSettings Settings { get; }

    /// <summary>Sends a request.</summary>
    /// <param name="request">JSON.</param>
    /// <param name="left">The time that the run has left for the model.</param>
    /// <exception cref="ModelFailure">It came to nothing.</exception>
    public async Task<Completion> Complete(string request, TimeSpan left, CancellationToken cancellation)
    {
        using var span = DoorwardTelemetry.Source.StartActivity($"chat {Settings.Name}", ActivityKind.Client);
        span?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.request.model", Settings.Name).SetTag("server.address", Settings.Url!.Host);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
        try
        {
            var completion = await _resilience.ExecuteAsync(async token => await Attempt(request, token, cancellation), limit.Token);
            span?.SetTag("gen_ai.usage.input_tokens", completion.PromptTokens).SetTag("gen_ai.usage.output_tokens", completion.AnswerTokens);
            return completion;
        }
        catch (BrokenCircuitException)
        {
            throw Failed(span, new ModelFailure("model_unavailable", "The model has failed again and again and is left alone for a while."));
        }
        catch (NoFirstToken late)
        {
            throw Failed(span, new ModelFailure("model_too_slow", late.Message));
        }
        catch (Exception slow) when (slow is TimeoutException || (slow is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Failed(span, new ModelFailure("model_too_slow", $"The model did not answer within {Settings.TimeoutSeconds} seconds."));
        }
        catch (ModelFailure failure)
        {
            throw Failed(span, failure);
        }
    }

    public void Dispose() => _endpoint.Dispose();

    // The breaker counts what it sees: a call cut short by its limit is a failure of the model, not of the caller.
    private async Task<Completion> Attempt(string request, CancellationToken limit, CancellationToken caller)
    {
        try
        {
            return await _endpoint.Complete(request, limit);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static ModelFailure Failed(Activity? span, ModelFailure failure)
    {
        span?.SetStatus(ActivityStatusCode.Error, failure.Code);
        return failure;
    }
}
