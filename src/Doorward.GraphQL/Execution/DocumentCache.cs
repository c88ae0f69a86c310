using System.Diagnostics.CodeAnalysis;

namespace Doorward.GraphQL.Execution;

/// <summary>
/// Documents by the bytes they came in. Two generations: when the young one has taken half of the memory it becomes the old
/// one, and what was in the old one and not asked for since is gone.
/// </summary>
internal sealed class DocumentCache(long maxBytes)
{
    private readonly Lock gate = new();
    private Dictionary<byte[], PreparedDocument> young = new(ByteComparer.Instance);
    private Dictionary<byte[], PreparedDocument> old = new(ByteComparer.Instance);
    private long weight;

    public int Count => young.Count + old.Count;

    public bool TryGet(ReadOnlySpan<byte> text, [NotNullWhen(true)] out PreparedDocument? document)
    {
        lock (gate)
        {
            if (young.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out document))
            {
                return true;
            }

            if (!old.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var key, out document))
            {
                return false;
            }

            Put(key, document);
            return true;
        }
    }

    public void Add(ReadOnlySpan<byte> text, PreparedDocument document)
    {
        lock (gate)
        {
            Put(text.ToArray(), document);
        }
    }

    private void Put(byte[] key, PreparedDocument document)
    {
        var size = document.Weight + key.Length;
        if (size > maxBytes / 4 || !young.TryAdd(key, document))
        {
            return;
        }

        weight += size;
        if (weight > maxBytes / 2)
        {
            (old, young, weight) = (young, new Dictionary<byte[], PreparedDocument>(ByteComparer.Instance), 0);
        }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            // seeded by the runtime, so nobody can prepare texts that collide
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
