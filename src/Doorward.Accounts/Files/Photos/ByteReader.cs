namespace Doorward.Accounts.Files.Photos;

/// <summary>Reads bytes from the front; never past the end.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public readonly byte Peek => _rest.Length > 0 ? _rest[0] : throw new NotThisFormat();

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new NotThisFormat();
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public ReadOnlySpan<byte> Expect(ReadOnlySpan<byte> expected)
    {
        var taken = Take(expected.Length);
        return taken.SequenceEqual(expected) ? taken : throw new NotThisFormat();
    }
}
