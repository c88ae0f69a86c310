using System.Buffers.Binary;
using System.Text;

namespace Doorward.Accounts.Files.Photos;

/// <summary>WebP (RFC 9649): chunks in one RIFF. EXIF, XMP and what nobody knows are left out, and the header no longer announces them.</summary>
internal static class WebP
{
    private const byte ExifAndXmp = 0x08 | 0x04;

    public static Photo Read(ReadOnlySpan<byte> bytes)
    {
        var outer = new ByteReader(bytes);
        outer.Expect("RIFF"u8);
        // what lies behind the size that the RIFF gives itself is not the picture
        var reader = new ByteReader(outer.Take(BinaryPrimitives.ReadUInt32LittleEndian(outer.Take(4))));
        reader.Expect("WEBP"u8);
        var kept = new MemoryStream(bytes.Length);
        kept.Write("RIFF\0\0\0\0WEBP"u8);
        var (size, picture) = ((Width: 0, Height: 0), false);
        for (var first = true; reader.Left > 0; first = false)
        {
            var head = reader.Take(8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var chunk = reader.Take(length);
            var padding = reader.Take(length % 2);
            var type = Encoding.Latin1.GetString(head[..4]);
            size = first ? Size(type, chunk) : size;
            picture |= type is "VP8 " or "VP8L" or "ANMF";
            if (type is not ("VP8 " or "VP8L" or "VP8X" or "ALPH" or "ANIM" or "ANMF" or "ICCP"))
            {
                continue;
            }

            kept.Write(head);
            kept.Write(type == "VP8X" && length > 0 ? [(byte)(chunk[0] & ~ExifAndXmp), .. chunk[1..]] : chunk);
            kept.Write(padding);
        }

        var all = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(all.AsSpan(4), (uint)all.Length - 8);
        return picture ? new Photo(size.Width, size.Height, all) : throw new NotThisFormat();
    }

    private static (int Width, int Height) Size(string type, ReadOnlySpan<byte> chunk) => type switch
    {
        // section 2.7: 24 bits each, less one
        "VP8X" when chunk.Length >= 10 => (1 + (chunk[4] | (chunk[5] << 8) | (chunk[6] << 16)), 1 + (chunk[7] | (chunk[8] << 8) | (chunk[9] << 16))),
        // RFC 6386 section 9.1: behind three bytes of frame tag and a start code, 14 bits each
        "VP8 " when chunk.Length >= 10 && chunk[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A]) =>
            (BinaryPrimitives.ReadUInt16LittleEndian(chunk[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[8..]) & 0x3FFF),
        // section 3.4: a signature, then 14 bits each, less one
        "VP8L" when chunk.Length >= 5 && chunk[0] == 0x2F => LosslessSize(BinaryPrimitives.ReadUInt32LittleEndian(chunk[1..])),
        _ => throw new NotThisFormat(),
    };

    private static (int Width, int Height) LosslessSize(uint bits) => ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
}
