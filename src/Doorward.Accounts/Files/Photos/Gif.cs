using System.Buffers.Binary;

namespace Doorward.Accounts.Files.Photos;

/// <summary>GIF (version 89a): a screen, then images and extensions up to the trailer. Comments, plain texts and other applications' extensions are left out.</summary>
internal static class Gif
{
    private const byte Image = 0x2C;
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;

    public static Photo Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var kept = new MemoryStream(bytes.Length);
        var head = reader.Take(13);
        if (!head.StartsWith("GIF87a"u8) && !head.StartsWith("GIF89a"u8))
        {
            throw new NotThisFormat();
        }

        kept.Write(head);
        kept.Write(reader.Take(TableBytes(head[10])));
        for (var images = 0; ;)
        {
            switch (reader.Byte())
            {
                case Image:
                    images++;
                    var frame = reader.Take(9);
                    kept.WriteByte(Image);
                    kept.Write(frame);
                    kept.Write(reader.Take(TableBytes(frame[8])));
                    kept.WriteByte(reader.Byte()); // the code size
                    Blocks(ref reader, kept);
                    break;
                case Extension:
                    Extend(ref reader, kept);
                    break;
                case Trailer:
                    kept.WriteByte(Trailer);
                    return images == 0
                        ? throw new NotThisFormat()
                        : new Photo(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]), kept.ToArray());
                default:
                    throw new NotThisFormat();
            }
        }
    }

    private static int TableBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);

    // Kept are the delays between frames, and how often to begin again.
    private static void Extend(ref ByteReader reader, MemoryStream kept)
    {
        var label = reader.Byte();
        using var blocks = new MemoryStream();
        Blocks(ref reader, blocks);
        if (label == 0xF9 || (label == 0xFF && IsLoop(blocks.ToArray())))
        {
            kept.Write([Extension, label]);
            blocks.WriteTo(kept);
        }
    }

    private static bool IsLoop(ReadOnlySpan<byte> blocks) =>
        blocks.Length == 17 && (blocks[1..].StartsWith("NETSCAPE2.0"u8) || blocks[1..].StartsWith("ANIMEXTS1.0"u8));

    private static void Blocks(ref ByteReader reader, MemoryStream kept)
    {
        while (true)
        {
            var length = reader.Byte();
            kept.WriteByte(length);
            if (length == 0)
            {
                return;
            }

            kept.Write(reader.Take(length));
        }
    }
}
