using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>What is remembered of a verified token: not the token, only its SHA-256.</summary>
internal sealed record KnownToken(TokenHash Hash, VerifiedToken Token, TrustedIssuer Issuer, KeyRing Ring);

/// <summary>SHA-256 of a token.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    public static TokenHash Of(ReadOnlySpan<byte> token)
    {
        Span<UInt128> hash = stackalloc UInt128[2];
        SHA256.HashData(token, MemoryMarshal.AsBytes(hash));
        return new(hash[0], hash[1]);
    }
}

/// <summary>
/// A bounded memory of verified tokens without locks or lists: a token has four places, found by its hash, and when all are taken the
/// one that expires first gives way. Only verified tokens enter, so a stranger can push nothing out.
/// </summary>
internal sealed class VerdictCache
{
    private const int Ways = 4;
    private const int Sets = 4096; // 16,384 tokens; the empty table is 128 KB

    private readonly KnownToken?[] places = new KnownToken?[Sets * Ways];

    public KnownToken? Find(in TokenHash hash)
    {
        foreach (ref var place in Places(hash))
        {
            if (Volatile.Read(ref place) is { } known && known.Hash == hash)
            {
                return known;
            }
        }

        return null;
    }

    // Two threads may write at once; the loser's token is only checked once more.
    public void Remember(KnownToken known)
    {
        var places = Places(known.Hash);
        var weakest = 0;
        for (var i = 0; i < Ways; i++)
        {
            if (places[i] is not { } other || other.Hash == known.Hash)
            {
                weakest = i;
                break;
            }

            weakest = other.Token.ExpiresAt < places[weakest]!.Token.ExpiresAt ? i : weakest;
        }

        Volatile.Write(ref places[weakest], known);
    }

    private Span<KnownToken?> Places(in TokenHash hash) => places.AsSpan((int)((uint)hash.Low % Sets) * Ways, Ways);
}
