namespace Doorward.Support.Copilot.Models;

/// <summary>A call of the model that came to nothing.</summary>
/// <param name="code">model_unavailable, model_busy, model_rejected_the_request, …</param>
/// <param name="says">For people; no secret and nothing of the prompt.</param>
internal sealed class ModelFailure(string code, string says, bool isPassing = false, TimeSpan? retryAfter = null, int? status = null) : Exception(says)
{
    public string Code { get; } = code;

    /// <summary>Whether another try may help.</summary>
    public bool IsPassing { get; } = isPassing;

    /// <summary>When, as the server said.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The HTTP status, where there was one.</summary>
    public int? Status { get; } = status;
}

/// <summary>The model did not begin to answer in time.</summary>
internal sealed class NoFirstToken(int seconds) : TimeoutException($"The model did not begin to answer within {seconds} seconds.");
