namespace Doorward.GraphQL.Execution;

/// <summary>The path to what is being written: keys and indices in an array, turned into objects only when something asks.</summary>
internal sealed class PathStack
{
    private Entry[] entries = new Entry[16];
    private int depth;
    private PathNode? root;

    public void Push(string key) => Push(new Entry { Key = key });

    public void Push(int index) => Push(new Entry { Index = index });

    /// <summary>Moves to the next item of the list on top.</summary>
    public void SetIndex(int index) => entries[depth - 1] = new Entry { Index = index };

    public void Pop() => depth--;

    public void Clear(PathNode? parent = null)
    {
        depth = 0;
        root = parent;
    }

    /// <summary>Lets go of what a run left behind.</summary>
    public void Forget()
    {
        Array.Clear(entries);
        Clear();
    }

    /// <summary>The path as linked nodes; nodes once made are shared.</summary>
    public PathNode ToNode()
    {
        var parent = root;
        for (var i = 0; i < depth; i++)
        {
            ref var entry = ref entries[i];
            parent = entry.Node ??= new PathNode(parent, entry.Key, entry.Index);
        }

        return parent!;
    }

    public List<object> ToList() => depth == 0 && root is null ? [] : ToNode().ToList();

    private void Push(Entry entry)
    {
        if (depth == entries.Length)
        {
            Array.Resize(ref entries, depth * 2);
        }

        entries[depth++] = entry;
    }

    private struct Entry
    {
        public string? Key;
        public int Index;
        public PathNode? Node;
    }
}
