namespace Doorward.Support.Knowledge;

/// <summary>Reads what is to be imported, all of it before anything is stored, so that every problem is told at once.</summary>
internal sealed class ReadImport(string language)
{
    private readonly List<ReadDocument> _documents = [];
    private readonly List<ImportProblem> _problems = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private long _bytes;

    public IReadOnlyList<ReadDocument> Documents => _documents;

    /// <summary>What is wrong, the first few of it.</summary>
    public IReadOnlyList<ImportProblem> Problems => _problems;

    /// <summary>Reads one more.</summary>
    /// <returns>Whether it is any use to go on.</returns>
    public bool Add(string path, Func<ReadDocument> read)
    {
        try
        {
            if (!_paths.Add(path))
            {
                throw new UnreadableDocument(path, null, "There are two documents of that path in this import. Give each its own.");
            }

            var document = read();
            _bytes += System.Text.Encoding.UTF8.GetByteCount(document.Text);
            _documents.Add(document);
        }
        catch (UnreadableDocument unreadable)
        {
            _problems.Add(unreadable.Problem);
        }

        if (_paths.Count > ImportLimits.Documents || _bytes > ImportLimits.Bytes)
        {
            _problems.Add(new ImportProblem(path, null,
                $"An import holds at most {ImportLimits.Documents} documents and {ImportLimits.Bytes / 1024 / 1024} MB, and this one exceeds that here. Import parts of it as collections of their own."));
            return false;
        }

        return _problems.Count < ImportLimits.Problems;
    }

    /// <summary>Reads one more that is text already.</summary>
    public bool Add(string path, string text) => Add(path, () => ReadDocument.Of(path, text, language));
}
