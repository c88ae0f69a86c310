using System.Buffers.Binary;
using System.Text;

namespace Doorward.Accounts.Files.Photos;

/// <summary>PNG (third edition, section 5): chunks from IHDR to IEND. Texts, EXIF, times and what nobody knows are left out.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];

    private static readonly HashSet<string> Kept =
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs", "hIST", "acTL", "fcTL", "fdAT",
    ];

    public static Photo Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var kept = new MemoryStream(bytes.Length);
        kept.Write(reader.Expect(Signature));
        var (width, height, data) = (0, 0, false);
        for (var first = true; ; first = false)
        {
            var head = reader.Take(8);
            var type = Encoding.Latin1.GetString(head[4..]);
            var rest = reader.Take(BinaryPrimitives.ReadUInt32BigEndian(head) + 4L); // and its CRC
            if (first != (type == "IHDR") || (first && rest.Length != 17))
            {
                throw new NotThisFormat();
            }

            (width, height) = first ? (BinaryPrimitives.ReadInt32BigEndian(rest), BinaryPrimitives.ReadInt32BigEndian(rest[4..])) : (width, height);
            data |= type == "IDAT";
            if (Kept.Contains(type))
            {
                kept.Write(head);
                kept.Write(rest);
            }
            else if (char.IsAsciiLetterUpper(type[0]))
            {
                throw new NotThisFormat(); // critical, and unknown
            }

            if (type == "IEND")
            {
                return data && rest.Length == 4 ? new Photo(width, height, kept.ToArray()) : throw new NotThisFormat();
            }
        }
    }
}
