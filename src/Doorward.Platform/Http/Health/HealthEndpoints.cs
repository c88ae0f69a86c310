using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Http;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it should be given requests.</summary>
internal static class HealthEndpoints
{
    private const string Ready = "ready";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous()
            .WithSection("Health", "For whoever watches over the process or sends requests to it. Never limited, and open to everybody.");
        health.MapGet("/live", () => TypedResults.Ok(new HealthAnswer("live", new Dictionary<string, string>())))
            .WithName("live")
            .WithSummary("Whether the process answers at all")
            .WithDescription("Answers 200 as long as the process runs, whatever its database does.")
            .Answers(new HealthAnswer("live", new Dictionary<string, string>()));
        health.MapGet("/ready", CheckReady)
            .WithName("ready")
            .WithSummary("Whether the process should be given requests")
            .WithDescription("Answers 200 when every part that requests need is ready, and 503 when one is not or the process is shutting down; it says which. "
                + "A part that no request needs, such as a queue, is told of and holds up nothing.")
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
            .Answers(new HealthAnswer(Ready, new Dictionary<string, string> { ["postgres"] = Ready }), StatusCodes.Status200OK)
            .Answers(
                new HealthAnswer("not_ready", new Dictionary<string, string> { ["postgres"] = "does not answer." }),
                StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<HealthAnswer>> CheckReady(
        Draining draining, IEnumerable<IReadiness> parts, Roles roles, ILoggerFactory logs, TimeProvider clock, CancellationToken cancellation)
    {
        if (draining.Begun)
        {
            return Answer(false, new Dictionary<string, string> { ["server"] = "is shutting down." });
        }

        var log = logs.CreateLogger("Doorward.Health");
        var answers = await Task.WhenAll(parts.Where(part => roles.Workers || !part.IsOfWorkers).Select(async part => (part.Part, part.HoldsUpRequests, Says: await Ask(part, log, clock, cancellation))));
        return Answer(answers.All(answer => answer.Says == Ready || !answer.HoldsUpRequests), answers.ToDictionary(answer => answer.Part, answer => answer.Says, StringComparer.Ordinal));
    }

    private static async Task<string> Ask(IReadiness part, ILogger log, TimeProvider clock, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            // WaitAsync as well: a part that ignores its token must not hold the probe
            return await part.NotReadyBecause(either.Token).AsTask().WaitAsync(either.Token) ?? Ready;
        }
#pragma warning disable CA1031 // whatever a part throws, it is not ready; the text may hold secrets, so it goes to the log only
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning(failed, "{Part} could not say whether it is ready", part.Part);
            return "does not answer.";
        }
    }

    private static JsonHttpResult<HealthAnswer> Answer(bool ready, Dictionary<string, string> parts) =>
        TypedResults.Json(new HealthAnswer(ready ? Ready : "not_ready", parts),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
