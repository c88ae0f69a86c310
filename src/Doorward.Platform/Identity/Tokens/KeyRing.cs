namespace Doorward.Platform.Identity.Tokens;

/// <summary>An issuer's keys at one time. Never changes: a new set of keys is a new ring, which is what ends cached verdicts.</summary>
internal sealed class KeyRing(IReadOnlyList<VerificationKey> keys)
{
    public IReadOnlyList<VerificationKey> Keys { get; } = keys;

    /// <summary>The key that a token names, or the reason why there is none.</summary>
    public TokenRefusal? Find(TokenAlgorithm algorithm, string? keyId, out VerificationKey? key)
    {
        key = null;
        if (keyId is null)
        {
            return OnlyOne(Keys.Where(k => k.Algorithm == algorithm), out key);
        }

        var named = Keys.Where(k => k.KeyId == keyId).ToList();
        if (named.Count == 0)
        {
            return OnlyOne(Keys.Where(k => k.Algorithm == algorithm && k.AnswersToAnyKeyId), out key);
        }

        // Two keys may share an id when their kinds differ (RFC 7517 section 4.5).
        key = named.Find(k => k.Algorithm == algorithm);
        return key is null ? TokenRefusal.WrongAlgorithm : null;
    }

    public bool HasSameKeys(IEnumerable<VerificationKey> others) =>
        Keys.Select(k => k.Fingerprint).ToHashSet().SetEquals(others.Select(k => k.Fingerprint));

    // Trying one key after another would let a token choose; without a name there must be nothing to choose.
    private static TokenRefusal? OnlyOne(IEnumerable<VerificationKey> candidates, out VerificationKey? key)
    {
        var few = candidates.Take(2).ToList();
        key = few.Count == 1 ? few[0] : null;
        return key is null ? TokenRefusal.UnknownKey : null;
    }
}
