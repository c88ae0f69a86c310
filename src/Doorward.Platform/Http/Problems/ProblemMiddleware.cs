using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Http;

/// <summary>
/// Turns what nobody answered into a problem: bare statuses of routing and authorization, requests that could not be
/// bound, and bugs (500, logged once here with the trace id, nothing of it in the answer).
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, Draining draining, ILogger<ProblemMiddleware> log)
{
    /// <summary>nginx's number for a client that left; never seen by anyone but the log and the metrics.</summary>
    private const int ClientLeft = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException unreadable)
        {
            await Answer(context, BindingRefusals.Of(unreadable));
            return;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientLeft;
            }

            return;
        }
        catch (OperationCanceledException) when (draining.Begun)
        {
            // what was still on its way is no longer read; nobody has carried anything out yet
            context.Response.Headers.Connection = "close";
            await Answer(context, StandardRefusals.Stopping.AsProblem());
            return;
        }
        catch (Exception foreseen) when (foreseen is IRefused)
        {
            await Answer(context, ((IRefused)foreseen).Refusal.AsProblem());
            return;
        }
        catch (NpgsqlException down) when (Outage.Is(down))
        {
            // a read, which may simply be tried again: commands have their own words for it
            log.LogWarning("{Method} {Path}: the database cannot be reached: {Reason}", context.Request.Method, context.Request.Path.Value, down.Message);
            await Answer(context, StandardRefusals.DatabaseUnavailable.AsProblem());
            return;
        }
#pragma warning disable CA1031 // the edge: whatever nobody foresaw ends here, logged once
        catch (Exception bug)
#pragma warning restore CA1031
        {
            log.LogError(bug, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
            await Answer(context, StandardRefusals.Broken.AsProblem());
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && response.ContentType is null)
        {
            await ProblemWriter.Write(context, Problems.Details(StandardRefusals.Of(response.StatusCode)));
        }
    }

    private static async Task Answer(HttpContext context, ProblemHttpResult problem)
    {
        var body = context.Response.BodyWriter;
        if (context.Response.HasStarted || (body.CanGetUnflushedBytes && body.UnflushedBytes > 0))
        {
            // half an answer is out: cut the connection, or the client takes it for a whole one
            context.Abort();
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentLength = null;
        headers.ContentType = default;
        headers.ContentEncoding = default;
        headers.ContentDisposition = default;
        headers.ETag = default;
        headers.LastModified = default;
        headers.Location = default;
        await problem.ExecuteAsync(context);
    }
}
