using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Events.Seals;

/// <summary>One link of the chain.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Last">The last row it covers.</param>
/// <param name="Digests">32 bytes a row, in cursor order.</param>
/// <param name="Hash">SHA-256 of the previous hash and the digests.</param>
internal sealed record Seal(long Number, LogCursor Last, byte[] Digests, byte[] Hash)
{
    public int Rows => Digests.Length / 32;

    public ReadOnlySpan<byte> Digest(int row) => Digests.AsSpan(row * 32, 32);
}
