using System.Buffers.Binary;

namespace Doorward.Accounts.Files.Photos;

/// <summary>The one thing of EXIF that a photo needs: which side is up (tag 0x0112, TIFF 6.0). All else of it says where, when and by whom.</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112;

    private static ReadOnlySpan<byte> Head => "Exif\0\0"u8;

    /// <summary>1 to 8; null where the segment does not say.</summary>
    public static int? Orientation(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith(Head) || segment.Length < Head.Length + 8)
        {
            return null;
        }

        var tiff = segment[Head.Length..];
        var little = tiff.StartsWith("II"u8);
        var at = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at + 2L > tiff.Length)
        {
            return null;
        }

        var entries = Short(tiff[(int)at..], little);
        for (var entry = at + 2L; entries-- > 0 && entry + 12 <= tiff.Length; entry += 12)
        {
            var field = tiff.Slice((int)entry, 12);
            if (Short(field, little) == OrientationTag)
            {
                return Short(field[8..], little) is var value and >= 1 and <= 8 ? value : null;
            }
        }

        return null;
    }

    /// <summary>An APP1 segment that says nothing else: big-endian, one entry, no further directory.</summary>
    public static byte[] Segment(int orientation) =>
    [
        0xFF, 0xE1, 0, 34, .. Head, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
