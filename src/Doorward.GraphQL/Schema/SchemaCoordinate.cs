using System.Text.RegularExpressions;

namespace Doorward.GraphQL.Schema;

/// <summary>The name of one element of a schema (2.14): <c>Business</c>, <c>Business.name</c>, <c>Query.find(by:)</c>, <c>@private(scope:)</c>.</summary>
public sealed partial record SchemaCoordinate
{
    private SchemaCoordinate(bool isDirective, string name, string? member, string? argument) =>
        (IsDirective, Name, Member, Argument) = (isDirective, name, member, argument);

    /// <summary>Whether it begins with an at sign.</summary>
    public bool IsDirective { get; }

    /// <summary>The type or directive.</summary>
    public string Name { get; }

    /// <summary>The field, input field or enum value.</summary>
    public string? Member { get; }

    /// <summary>The argument of the field or directive.</summary>
    public string? Argument { get; }

    /// <summary>Reads a coordinate. Nothing is ignored in it, no white space and no comma.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SchemaCoordinate Parse(string text)
    {
        var parts = Form().Match(text);
        return !parts.Success ? throw new FormatException($"\"{text}\" is no schema coordinate: those look like Type, Type.field, Type.field(argument:), @directive or @directive(argument:).")
            : new SchemaCoordinate(parts.Groups["at"].Success, parts.Groups["name"].Value, Given("member"), Given("argument"));

        string? Given(string group) => parts.Groups[group].Success ? parts.Groups[group].Value : null;
    }

    /// <inheritdoc />
    public override string ToString() =>
        (IsDirective ? "@" : "") + Name + (Member is null ? "" : "." + Member) + (Argument is null ? "" : $"({Argument}:)");

    /// <summary>The element of a schema, or null where the last part of the coordinate names nothing.</summary>
    /// <exception cref="ArgumentException">What contains the element does not exist, or has no such members.</exception>
    internal INamed? Resolve(GraphSchema schema)
    {
        if (IsDirective)
        {
            var directive = schema.Directives[Name];
            return Argument is null ? directive : (directive ?? throw Missing($"@{Name}")).Arguments[Argument];
        }

        var type = schema[Name];
        if (Member is null)
        {
            return type;
        }

        INamed? member = type switch
        {
            FieldsType fields => fields.Fields[Member],
            EnumType e when Argument is null => e.Values[Member],
            InputObjectType input when Argument is null => input.Fields[Member],
            null => throw Missing(Name),
            _ => throw new ArgumentException($"{Name} has no {(Argument is null ? "members" : "fields with arguments")}, so there is no {this}."),
        };
        return Argument is null ? member : ((member as FieldDefinition) ?? throw Missing($"{Name}.{Member}")).Arguments[Argument];
    }

    private ArgumentException Missing(string part) => new($"The schema has no {part}, so there is no {this}.");

    [GeneratedRegex(@"\A((?<at>@)(?<name>[_A-Za-z][_0-9A-Za-z]*)|(?<name>[_A-Za-z][_0-9A-Za-z]*)(\.(?<member>[_A-Za-z][_0-9A-Za-z]*))?)((?<=@\k<name>|\.\k<member>)\((?<argument>[_A-Za-z][_0-9A-Za-z]*):\))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
