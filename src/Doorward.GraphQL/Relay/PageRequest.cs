namespace Doorward.GraphQL.Relay;

/// <summary>
/// The paging arguments of a connection, checked: either forward (<c>first</c>, <c>after</c>) or backward (<c>last</c>,
/// <c>before</c>). A keyset query reads <see cref="Limit"/> rows behind <see cref="Cursor"/> in the order of the direction.
/// </summary>
public sealed class PageRequest<TKey>
{
    private PageRequest(int size, bool isForward, TKey? cursor, bool hasCursor) =>
        (Size, IsForward, Cursor, HasCursor) = (size, isForward, cursor, hasCursor);

    /// <summary>How many items the page has at most.</summary>
    public int Size { get; }

    /// <summary>How many rows to read: one more than the page has, which tells whether there is a further page.</summary>
    public int Limit => Size + 1;

    /// <summary>Whether rows are read in the list's order; otherwise in the reverse one.</summary>
    public bool IsForward { get; }

    /// <summary>The sort key behind which rows are read; only where <see cref="HasCursor"/>.</summary>
    public TKey? Cursor { get; }

    /// <summary>Whether reading begins behind a cursor and not at the end of the list.</summary>
    public bool HasCursor { get; }

    /// <summary>Reads the four arguments.</summary>
    /// <exception cref="RefusalException">They contradict each other, or the cursor was not made by <see cref="KeyCursor"/>.</exception>
    public static PageRequest<TKey> From(int? first, string? after, int? last, string? before, int standardSize = 20, int maxSize = 100)
    {
        if ((first is not null || after is not null) && (last is not null || before is not null))
        {
            throw Bad("Page forward with \"first\" and \"after\" or backward with \"last\" and \"before\", not both.");
        }

        var size = first ?? last ?? standardSize;
        if (size < 0 || size > maxSize)
        {
            throw Bad($"A page has from 0 to {maxSize} items, not {size}.");
        }

        var isForward = last is null && before is null;
        var cursor = isForward ? after : before;
        return cursor is null
            ? new PageRequest<TKey>(size, isForward, default, false)
            : KeyCursor.TryRead<TKey>(cursor, out var key)
                ? new PageRequest<TKey>(size, isForward, key, true)
                : throw Bad("The cursor is none of this list's.");
    }

    /// <summary>The page, from the rows that were read in the order of the direction.</summary>
    public Connection<T> Page<T>(IReadOnlyList<T> rows, Func<T, TKey> key)
    {
        var hasMore = rows.Count > Size;
        var page = rows.Take(Size);
        var edges = (IsForward ? page : page.Reverse()).Select(row => new Edge<T>(row, KeyCursor.Write(key(row)))).ToList();
        return IsForward ? new Connection<T>(edges, HasCursor, hasMore) : new Connection<T>(edges, hasMore, HasCursor);
    }

    private static RefusalException Bad(string message) => new(GraphQLErrorCodes.BadUserInput, message);
}
