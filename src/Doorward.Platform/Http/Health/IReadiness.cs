namespace Doorward.Platform.Http;

/// <summary>A part that has a say in whether this process should get requests. Registered as a singleton service.</summary>
public interface IReadiness
{
    /// <summary>The part's name in the answer: <c>postgres</c>.</summary>
    string Part { get; }

    /// <summary>Whether it speaks of work that only nodes with the role <c>workers</c> do; the others do not ask it.</summary>
    bool IsOfWorkers => false;

    /// <summary>False: requests are served without it too, so that it is not ready is told, and the process is given requests all the same.</summary>
    bool HoldsUpRequests => true;

    /// <summary>Null when ready, else a sentence without secrets: anyone may read it. It has two seconds.</summary>
    ValueTask<string?> NotReadyBecause(CancellationToken cancellation);
}
