using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Identity;

/// <summary>A module's answer to who the bearer of a token is. Asked in order until one knows.</summary>
public interface ICallerSource
{
    /// <summary>The place in line: members (100), applicants (200), those whom their issuer vouches for (300).</summary>
    int Order { get; }

    /// <summary>The callers that the bearer may be: none, one, or several when they belong to several organizations.</summary>
    ValueTask<IReadOnlyList<Caller>> Find(VerifiedToken token, CancellationToken cancellation);
}
