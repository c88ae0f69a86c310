using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Doorward.GraphQL.Schema;

/// <summary>Something found by its name.</summary>
public interface INamed
{
    /// <summary>The name.</summary>
    string Name { get; }
}

/// <summary>Named things in the order of the schema. Of two with one name the first is found.</summary>
public sealed class NamedList<T> : IReadOnlyList<T>
    where T : class, INamed
{
    private readonly T[] items;
    private readonly Dictionary<string, T> byName = new(StringComparer.Ordinal);

    internal NamedList(IEnumerable<T> items)
    {
        this.items = [.. items];
        foreach (var item in this.items)
        {
            byName.TryAdd(item.Name, item);
        }
    }

    internal static NamedList<T> Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => items.Length;

    /// <inheritdoc />
    public T this[int index] => items[index];

    /// <summary>The one of this name, or null.</summary>
    public T? this[string name] => byName.GetValueOrDefault(name);

    /// <summary>The one of this name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out T? item) => byName.TryGetValue(name, out item);

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
