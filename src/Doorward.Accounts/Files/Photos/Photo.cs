namespace Doorward.Accounts.Files.Photos;

/// <summary>
/// A photo that may be kept: its size in pixels, and its bytes without all that does not draw it. Where it was taken, with which camera, comments,
/// thumbnails, and whatever hides behind the end of the picture (another format, say) do not get in. The picture itself is not decoded and stays as it was.
/// </summary>
internal sealed record Photo(int Width, int Height, byte[] Bytes)
{
    private const int LongestSide = 16_384;
    private const long MostPixels = 64_000_000;

    /// <summary>The photo; null for what is no whole picture of that type, or one too large to be shown.</summary>
    /// <param name="type">One of <see cref="FileTypes.Photos"/>.</param>
    /// <param name="bytes">As they were uploaded.</param>
    public static Photo? Read(string type, byte[] bytes)
    {
        try
        {
            var photo = type switch
            {
                "image/jpeg" => Jpeg.Read(bytes),
                "image/png" => Png.Read(bytes),
                "image/webp" => WebP.Read(bytes),
                "image/gif" => Gif.Read(bytes),
                _ => throw new ArgumentException($"{type} is no type of photo.", nameof(type)),
            };
            return photo is { Width: > 0 and <= LongestSide, Height: > 0 and <= LongestSide } && (long)photo.Width * photo.Height <= MostPixels ? photo : null;
        }
        catch (NotThisFormat)
        {
            return null;
        }
    }
}

/// <summary>The bytes end too early, or are not what the format has there.</summary>
internal sealed class NotThisFormat() : Exception("Not of this format.");
