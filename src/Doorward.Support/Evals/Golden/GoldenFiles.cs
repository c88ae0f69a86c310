using System.Text;

namespace Doorward.Support.Evals.Golden;

/// <summary>Reads a golden set from a file, or from the <c>.jsonl</c> files of a folder.</summary>
internal static class GoldenFiles
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, MaxRecursionDepth = 20, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    public static GoldenReader Read(string path)
    {
        var reader = new GoldenReader();
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
        {
            return reader.Complain(path, "There is no such file or folder.");
        }

        var bytes = 0L;
        foreach (var file in isFolder ? [.. Directory.EnumerateFiles(path, "*.jsonl", Everything).Order(StringComparer.Ordinal)] : new List<string> { path })
        {
            var name = isFolder ? Path.GetRelativePath(path, file) : path;
            bytes += new FileInfo(file).Length;
            if (bytes > GoldenLimits.Bytes)
            {
                return reader.Complain(name, $"A golden set has at most {GoldenLimits.Bytes / 1024 / 1024} MB, and exceeds that here.");
            }

            Read(reader, name, file);
        }

        return reader is { Cases.Count: 0, Problems.Count: 0 } ? reader.Complain(path, isFolder ? "There is no case in it: a set is written in .jsonl files." : "There is no case in it.") : reader;
    }

    private static void Read(GoldenReader reader, string name, string file)
    {
        try
        {
            reader.Read(name, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            reader.Complain(name, $"It cannot be read: {unreadable.Message}");
        }
        catch (DecoderFallbackException)
        {
            reader.Complain(name, "It is not valid UTF-8. Save it as UTF-8.");
        }
    }
}
