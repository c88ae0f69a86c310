using System.ComponentModel;
using System.Text;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Events.Live;

/// <summary>
/// The organization's events as server-sent events (WHATWG HTML, 9.2). Each carries its cursor as its id, so a browser or a program that comes
/// back with Last-Event-ID misses nothing.
/// </summary>
public static class FollowEvents
{
    private const string StillHere = ": still here\n\n";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps <c>GET /events</c>.</summary>
    public static void MapEvents(this IEndpointRouteBuilder api) => api
        .MapGet("/events", Handle)
        .RequireStaff()
        .Refuses(new Refusals(Cursor.Invalid))
        .WithName("followEvents")
        .WithSection("Events", "What happens in the agency, as it happens and without a gap.")
        .WithSummary("Follow what happens")
        .WithDescription("A stream of server-sent events of the agency: each has its cursor as id, its type as event, and as data a CloudEvent 1.0 "
            + "(JSON event format) with id, source, type, subject, time, actorid (left out where nobody acted) and data {before, after}. Come back with the last id, in the header Last-Event-ID or as after, and nothing "
            + "is missed. An event named gap says that the stream could not go on without loss; its id is where to resume. One named end says that "
            + "the token has expired or that rights were withdrawn. A comment every 15 seconds keeps the connection open.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .Answers(
            "id: 7341-22\nevent: slot.opened\ndata: {\"specversion\":\"1.0\",\"id\":\"019379a2-5b7c-7c3e-9a41-2f6d8e0b1c01\","
            + "\"source\":\"/organizations/019379a2-5b7c-7c3e-9a41-2f6d8e0b1c00\",\"type\":\"slot.opened\",\"subject\":\"019379a2-5b7c-7c3e-9a41-2f6d8e0b1c02\","
            + "\"time\":\"2026-11-21T09:00:00Z\",\"actorid\":\"019379a2-5b7c-7c3e-9a41-2f6d8e0b1c03\",\"datacontenttype\":\"application/json\","
            + "\"data\":{\"before\":null,\"after\":{\"status\":\"available\"}}}\n\n")
        // whatever the client says it accepts: curl says */*
        .DisableRequestTimeout();

    private static async Task Handle(
        HttpContext context, Caller caller, LiveTail tail, LogReader reader, EventAudience audience, LiveSessions sessions, TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellation,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event seen; the stream goes on after it. Left out, it begins now.")]
        string? lastEventId = null,
        [Description("The same, for a client that cannot send the header.")] string? after = null)
    {
        LogCursor? from = null;
        if ((lastEventId ?? after) is { Length: > 0 } text)
        {
            if (!LogCursor.TryParse(text, out var cursor))
            {
                await Cursor.Invalid.AsProblem().ExecuteAsync(context);
                return;
            }

            from = cursor;
        }

        // Settled before the answer begins: what is done once the client has its answer is told, and with this id a client who is
        // cut off before the first event misses nothing either.
        var start = from ?? await reader.Now(cancellation);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync($": welcome\nid: {start}\n\n", cancellation);
        await context.Response.Body.FlushAsync(cancellation);

        // A stream never ends by itself: without this every shutdown would wait for it as long as it waits for requests.
        using var session = sessions.Open(caller, context.Features.GetRequiredFeature<VerifiedToken>());
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping, session.Ended);
        var viewer = await audience.Of(caller, cancellation);
        try
        {
            await Send(context.Response, tail.Watch(start, viewer.MaySee, ending.Token), time, ending);
        }
        catch (OperationCanceledException) when (session.Ended.IsCancellationRequested)
        {
            await context.Response.WriteAsync(Farewell(session.Why), cancellation);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client comes back with its last id, here or to another node.
        }
    }

    private static async Task Send(HttpResponse response, IAsyncEnumerable<LiveMessage> stream, TimeProvider time, CancellationTokenSource ending)
    {
        var messages = stream.GetAsyncEnumerator(ending.Token);
        var next = messages.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                var text = StillHere;
                try
                {
                    if (!await next.WaitAsync(Heartbeat, time, ending.Token))
                    {
                        return;
                    }

                    text = Format(messages.Current);
                    next = messages.MoveNextAsync().AsTask();
                }
                catch (TimeoutException) when (!next.IsCompleted)
                {
                    // nothing happened meanwhile
                }

                await response.WriteAsync(text, ending.Token);
                await response.Body.FlushAsync(ending.Token);
            }
        }
        finally
        {
            // An iterator cannot be disposed of while it moves.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await messages.DisposeAsync();
        }
    }

    private static string Format(LiveMessage message) => message.Event is { } live
        ? $"id: {message.Cursor}\nevent: {live.Entry.Type}\ndata: {Encoding.UTF8.GetString(live.Json.Span)}\n\n"
        : $"id: {message.Cursor}\nevent: gap\ndata: {{\"resume_from\":\"{message.Cursor}\"}}\n\n";

    private static string Farewell(LiveEnd why) =>
        $"event: end\ndata: {{\"code\":\"{(why is LiveEnd.TokenExpired ? "token_expired" : "rights_withdrawn")}\"}}\n\n";
}
