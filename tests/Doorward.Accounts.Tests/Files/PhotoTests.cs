using System.Buffers.Binary;
using System.Text;
using Doorward.Accounts.Files.Photos;

namespace Doorward.Accounts.Tests.Files;

/// <summary>What is kept of a picture, and what is not.</summary>
public sealed class PhotoTests
{
    private const string Hidden = "38.7223 N 9.1393 W <script>";

    public static TheoryData<string, string> Samples { get; } = new()
    {
        { "image/jpeg", "baseline.jpg" }, { "image/jpeg", "progressive.jpg" }, { "image/png", "photo.png" }, { "image/webp", "photo.webp" },
        { "image/webp", "lossless.webp" }, { "image/gif", "moving.gif" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_picture_is_read_and_what_is_read_once_stays_the_same(string type, string sample)
    {
        var photo = Photo.Read(type, Uploads.Sample(sample)).ShouldNotBeNull();

        (photo.Width, photo.Height).ShouldBe((40, 30));
        Photo.Read(type, photo.Bytes).ShouldNotBeNull().Bytes.ShouldBe(photo.Bytes);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Whatever_follows_the_picture_is_cut_off(string type, string sample)
    {
        var content = Uploads.Sample(sample);

        Photo.Read(type, [.. content, .. Encoding.ASCII.GetBytes($"PK\u0003\u0004{Hidden}")])!.Bytes.ShouldBe(Photo.Read(type, content)!.Bytes);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_picture_that_ends_too_early_is_none(string type, string sample)
    {
        var content = Photo.Read(type, Uploads.Sample(sample))!.Bytes;
        for (var length = 0; length < content.Length; length++)
        {
            Photo.Read(type, content[..length]).ShouldBeNull($"{length} of {content.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Bytes_that_are_changed_at_random_are_read_or_refused_and_nothing_else(string type, string sample)
    {
        var random = new Random(4711);
        var content = Uploads.Sample(sample);
        for (var round = 0; round < 3_000; round++)
        {
            var spoilt = (byte[])content.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                spoilt[random.Next(Math.Min(spoilt.Length, round % 2 == 0 ? 64 : spoilt.Length))] = (byte)random.Next(256);
            }

            if (Photo.Read(type, spoilt) is { } photo)
            {
                photo.Bytes.Length.ShouldBeLessThanOrEqualTo(spoilt.Length + 36);
                photo.Width.ShouldBeInRange(1, 16_384);
            }
        }
    }

    [Fact]
    public void Of_a_jpegs_segments_places_comments_and_other_programs_notes_go_and_which_side_is_up_stays()
    {
        var content = Uploads.Sample("baseline.jpg");
        byte[] spoken =
        [
            .. content[..2],
            .. Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, .. Entry(0x0112, 6), .. Entry(0x8825, 26), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Hidden)]),
            .. Segment(0xE1, Encoding.ASCII.GetBytes($"http://ns.adobe.com/xap/1.0/\0{Hidden}")),
            .. Segment(0xED, Encoding.ASCII.GetBytes($"Photoshop 3.0\0{Hidden}")),
            .. Segment(0xFE, Encoding.ASCII.GetBytes(Hidden)),
            .. content[2..],
        ];

        var photo = Photo.Read("image/jpeg", spoken).ShouldNotBeNull();

        Text(photo.Bytes).ShouldNotContain(Hidden);
        Text(photo.Bytes).ShouldNotContain("adobe.com");
        photo.Bytes[..2].Concat(photo.Bytes[38..]).ShouldBe(Photo.Read("image/jpeg", content)!.Bytes);
        Exif.Orientation(photo.Bytes.AsSpan(6, 32)).ShouldBe(6);

        static byte[] Entry(ushort tag, byte value) => [(byte)tag, (byte)(tag >> 8), 3, 0, 1, 0, 0, 0, value, 0, 0, 0];
    }

    [Fact]
    public void Of_a_pngs_chunks_texts_times_and_exif_go()
    {
        var content = Uploads.Sample("photo.png");
        byte[] spoken = [.. content[..33], .. Chunk("tEXt"), .. Chunk("iTXt"), .. Chunk("eXIf"), .. Chunk("tIME"), .. Chunk("prIv"), .. content[33..]];

        Photo.Read("image/png", spoken)!.Bytes.ShouldBe(Photo.Read("image/png", content)!.Bytes);
        Photo.Read("image/png", [.. content[..33], .. Chunk("EVIL"), .. content[33..]]).ShouldBeNull("a critical chunk that nobody knows");

        static byte[] Chunk(string type)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Hidden.Length);
            return [.. length, .. Encoding.ASCII.GetBytes(type + Hidden), 0, 0, 0, 0];
        }
    }

    [Fact]
    public void Of_a_webps_chunks_exif_and_xmp_go_and_are_no_longer_announced()
    {
        var content = Uploads.Sample("photo.webp");
        byte[] head = [.. "VP8X"u8, 10, 0, 0, 0, 0x0C, 0, 0, 0, 39, 0, 0, 29, 0, 0];
        byte[] spoken = [.. "RIFF\0\0\0\0WEBP"u8, .. head, .. content[12..], .. Chunk("EXIF"), .. Chunk("XMP ")];
        BinaryPrimitives.WriteInt32LittleEndian(spoken.AsSpan(4), spoken.Length - 8);

        var photo = Photo.Read("image/webp", spoken).ShouldNotBeNull();

        (photo.Width, photo.Height).ShouldBe((40, 30));
        Text(photo.Bytes).ShouldNotContain(Hidden[..10]);
        photo.Bytes[20].ShouldBe((byte)0);
        BinaryPrimitives.ReadInt32LittleEndian(photo.Bytes.AsSpan(4)).ShouldBe(photo.Bytes.Length - 8);

        static byte[] Chunk(string type) => [.. Encoding.ASCII.GetBytes(type), (byte)Hidden.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(Hidden), .. new byte[Hidden.Length % 2]];
    }

    [Fact]
    public void Of_a_gifs_blocks_comments_go()
    {
        var content = Uploads.Sample("moving.gif");
        byte[] spoken = [.. content[..^1], 0x21, 0xFE, (byte)Hidden.Length, .. Encoding.ASCII.GetBytes(Hidden), 0, 0x3B];

        Photo.Read("image/gif", spoken)!.Bytes.ShouldBe(Photo.Read("image/gif", content)!.Bytes);
    }

    [Fact]
    public void A_picture_with_more_pixels_than_anybody_can_show_is_refused()
    {
        var content = Uploads.Sample("photo.png");
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(16), 16_000);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(20), 4_001);

        Photo.Read("image/png", content).ShouldBeNull();
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
}
