using System.Buffers.Binary;

namespace Doorward.Accounts.Files.Photos;

/// <summary>
/// JPEG (ITU-T T.81, annex B): segments, and behind each start of scan coded data up to the next marker. Kept are JFIF, Adobe's transform, colour profiles
/// and all that decodes; of EXIF only which side is up.
/// </summary>
internal static class Jpeg
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    public static Photo Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var kept = new MemoryStream(bytes.Length);
        kept.Write(reader.Expect([0xFF, 0xD8]));
        var (width, height, scans) = (0, 0, 0);
        while (true)
        {
            var marker = Marker(ref reader);
            if (marker == EndOfImage)
            {
                kept.Write([0xFF, EndOfImage]);
                // what follows is not the picture
                return scans > 0 ? new Photo(width, height, kept.ToArray()) : throw new NotThisFormat();
            }

            var length = reader.Take(2);
            var segment = reader.Take(BinaryPrimitives.ReadUInt16BigEndian(length) - 2);
            if (IsFrame(marker) && segment.Length >= 5)
            {
                height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
            }

            if (marker == 0xE1 && Exif.Orientation(segment) is { } orientation and > 1)
            {
                kept.Write(Exif.Segment(orientation));
            }
            else if (IsKept(marker, segment))
            {
                kept.Write([0xFF, marker]);
                kept.Write(length);
                kept.Write(segment);
            }

            if (marker == StartOfScan)
            {
                scans++;
                Coded(ref reader, kept);
            }
        }
    }

    private static byte Marker(ref ByteReader reader)
    {
        reader.Expect([0xFF]);
        while (reader.Peek == 0xFF)
        {
            reader.Byte(); // fill bytes
        }

        return reader.Byte() is var marker && marker is not 0 and not 0x01 and not (>= 0xD0 and <= 0xD8) ? marker : throw new NotThisFormat();
    }

    // FF 00 is a byte of data and FF D0 to D7 are restarts: all else that begins with FF is the next marker.
    private static void Coded(ref ByteReader reader, MemoryStream kept)
    {
        while (true)
        {
            if (reader.Peek != 0xFF)
            {
                kept.WriteByte(reader.Byte());
                continue;
            }

            var ahead = reader;
            ahead.Byte();
            if (ahead.Peek is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return;
            }

            kept.Write(reader.Take(2));
        }
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool IsKept(byte marker, ReadOnlySpan<byte> segment) => marker switch
    {
        0xE0 => segment.StartsWith("JFIF\0"u8),
        0xE2 => segment.StartsWith("ICC_PROFILE\0"u8),
        0xEE => segment.StartsWith("Adobe"u8),
        (>= 0xE1 and <= 0xEF) or 0xFE => false, // other applications' segments, comments
        _ => true,
    };
}
