namespace Doorward.Platform.Http;

/// <summary>A page's items and where the next one begins (null at the end), to sit in an answer as <c>{"slots": […], "next_cursor": …}</c>.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Makes pages of rows.</summary>
public static class Page
{
    /// <param name="rows">In order, one more than <paramref name="take"/> if there are that many.</param>
    /// <param name="take">How many the page may hold.</param>
    /// <param name="cursor">The cursor of a row.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int take, Func<T, string> cursor)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(cursor);
        return rows.Count <= take ? new(rows, null) : new([.. rows.Take(take)], cursor(rows[take - 1]));
    }

    /// <summary>A page of a list in the order of ids.</summary>
    /// <param name="rows">In order, one more than was asked for if there are that many.</param>
    /// <param name="page">What was asked for.</param>
    /// <param name="list">The list's name, as in <see cref="PageQuery.Begin(string, out Guid)"/>.</param>
    /// <param name="id">The id of a row.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, PageQuery page, string list, Func<T, Guid> id)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Of(rows, page.Take, row => Cursor.Of(list, id(row)));
    }

    /// <summary>A page of a list in the order of times.</summary>
    /// <inheritdoc cref="Of{T}(IReadOnlyList{T}, PageQuery, string, Func{T, Guid})"/>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, PageQuery page, string list, Func<T, (DateTimeOffset At, Guid Id)> place)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Of(rows, page.Take, row => Cursor.Of(list, place(row).At, place(row).Id));
    }
}
