using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Identity;

/// <summary>A module's own kind of bearer credential beside the tokens of issuers: an API key.</summary>
public interface IBearerSource
{
    /// <summary>Whether it is of this kind, by its look alone.</summary>
    bool IsOne(string bearer);

    /// <summary>Who sends it; never throws for what is in it.</summary>
    ValueTask<Identified> Identify(string bearer, CancellationToken cancellation);
}

/// <summary>A module's sessions: who has signed in with a cookie, which a browser sends along by itself.</summary>
public interface ISessionSource
{
    /// <summary>What a token would say of the session's person; null where the request has no cookie of a session that lasts.</summary>
    ValueTask<VerifiedToken?> Find(HttpContext context, CancellationToken cancellation);
}
