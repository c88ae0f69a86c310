using System.Collections.Concurrent;
using System.Reflection;

namespace Doorward.Platform.Postgres;

/// <summary>Loads the statement that lies beside a slice: <c>Visits/Bookings/BookVisit.sql</c> for <c>Doorward.Visits.Bookings.BookVisit</c>.</summary>
public static class Sql
{
    private static readonly ConcurrentDictionary<Type, string> Loaded = new();
    private static readonly ConcurrentDictionary<(Type Owner, string File), string> Files = new();

    /// <summary>The text of the .sql file with the type's name, in the type's folder.</summary>
    /// <exception cref="InvalidOperationException">There is no such file in the type's assembly.</exception>
    public static string Of<TSlice>() => Of(typeof(TSlice));

    /// <inheritdoc cref="Of{TSlice}"/>
    public static string Of(Type slice) => Loaded.GetOrAdd(slice, static s => Read(s.Assembly, FileOf(s)));

    /// <summary>The text of a .sql file in a type's folder: <c>Notices/IsVisitGone.sql</c> beside <c>Doorward.Visits.Notices.VisitKinds</c>.</summary>
    public static string Beside(Type owner, string file)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Files.GetOrAdd((owner, file), static asked => Read(asked.Owner.Assembly, FolderOf(asked.Owner) + asked.File));
    }

    /// <summary>The text of an embedded .sql file, for a slice with more than one statement.</summary>
    public static string Read(Assembly assembly, string file)
    {
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no statement {file}: put it beside the slice of that name.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string FileOf(Type slice) => $"{FolderOf(slice)}{slice.Name}.sql";

    private static string FolderOf(Type type)
    {
        var root = type.Assembly.GetName().Name!;
        return type.Namespace!.Length > root.Length ? type.Namespace[(root.Length + 1)..].Replace('.', '/') + "/" : "";
    }
}
