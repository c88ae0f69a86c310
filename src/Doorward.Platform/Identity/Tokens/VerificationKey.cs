namespace Doorward.Platform.Identity.Tokens;

/// <summary>A key that is good for one algorithm only, whatever a token's header says (RFC 8725 section 3.1).</summary>
internal abstract class VerificationKey(TokenAlgorithm algorithm, string? keyId, string fingerprint)
{
    public TokenAlgorithm Algorithm { get; } = algorithm;

    public string? KeyId { get; } = keyId;

    /// <summary>Equal for equal keys: to notice whether a fetched key set changed.</summary>
    public string Fingerprint { get; } = $"{algorithm} {keyId} {fingerprint}";

    /// <summary>A key from the configuration without a key id: it is the operator's word, so a token's <c>kid</c> does not matter.</summary>
    public bool AnswersToAnyKeyId { get; init; }

    public abstract bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);
}
