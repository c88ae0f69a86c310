using Doorward.GraphQL;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Identity;
using Doorward.Platform.Identity.Tokens;
using Doorward.Platform.Live;
using Doorward.Support.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Doorward.Support.Graph;

/// <summary>
/// Sockets and event streams of the graph last as long as the rights of whoever opened them, as <c>/ws</c> and <c>/api/v1/events</c> do, and end with
/// the same codes; and no longer than the server.
/// </summary>
internal static class Tenures
{
    private static readonly GraphFarewell GoingAway = Farewell(LiveClose.GoingAway, isError: false);
    private static readonly GraphFarewell TokenExpired = Farewell(LiveClose.TokenExpired);
    private static readonly GraphFarewell RightsWithdrawn = Farewell(LiveClose.RightsWithdrawn);

    public static GraphTenure? Of(HttpContext http)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        if (http.Features.Get<Caller>() is { } caller && http.Features.Get<VerifiedToken>() is { } token)
        {
            var session = http.RequestServices.GetRequiredService<LiveSessions>().Open(caller, token);
            return Until(() => session.Why is LiveEnd.TokenExpired ? TokenExpired : RightsWithdrawn, session, session.Ended, stopping);
        }

        if (http.RequestServices.GetRequiredService<Viewer>().Guest is { } guest)
        {
            var session = http.RequestServices.GetRequiredService<LiveSessions>().Open(guest.ExpiresAt);
            return Until(() => TokenExpired, session, session.Ended, stopping);
        }

        return Until(() => GoingAway, null, CancellationToken.None, stopping);
    }

    private static GraphTenure Until(Func<GraphFarewell> why, IDisposable? held, CancellationToken ended, CancellationToken stopping)
    {
        var either = CancellationTokenSource.CreateLinkedTokenSource(ended, stopping);
        return new GraphTenure(() => ended.IsCancellationRequested ? why() : GoingAway, new Both(either, held), either.Token);
    }

    // A client that is sent away with the server comes back by itself, with its last cursor: nothing is wrong with its operations.
    private static GraphFarewell Farewell(LiveClose close, bool isError = true) =>
        new(close.Code, close.Reason, isError ? new GraphQLError(close.Advice, close.Reason.ToUpperInvariant()) : null);

    private sealed class Both(CancellationTokenSource either, IDisposable? held) : IDisposable
    {
        public void Dispose()
        {
            either.Dispose();
            held?.Dispose();
        }
    }
}
