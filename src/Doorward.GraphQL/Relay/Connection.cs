namespace Doorward.GraphQL.Relay;

/// <summary>
/// A page of a list (GraphQL Cursor Connections, Relay): serves a type with the fields <c>edges</c>, <c>nodes</c> and
/// <c>pageInfo</c>.
/// </summary>
public sealed class Connection<T>
{
    internal Connection(IReadOnlyList<Edge<T>> edges, bool hasPreviousPage, bool hasNextPage)
    {
        Edges = edges;
        Nodes = [.. edges.Select(e => e.Node)];
        PageInfo = new PageInfo(hasPreviousPage, hasNextPage, edges.Count > 0 ? edges[0].Cursor : null, edges.Count > 0 ? edges[^1].Cursor : null);
    }

    /// <summary>The items with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges { get; }

    /// <summary>The items alone.</summary>
    public IReadOnlyList<T> Nodes { get; }

    /// <summary>What lies before and behind this page.</summary>
    public PageInfo PageInfo { get; }
}

/// <summary>An item and the cursor that leads behind it.</summary>
public sealed record Edge<T>(T Node, string Cursor);

/// <summary>What lies before and behind a page.</summary>
public sealed record PageInfo(bool HasPreviousPage, bool HasNextPage, string? StartCursor, string? EndCursor);
