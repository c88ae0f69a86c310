namespace Doorward.Benchmarks.Bookings;

internal static class Files
{
    /// <summary>A statement of this program's own.</summary>
    public static string Sql(string name)
    {
        using var reader = new StreamReader(typeof(Files).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
