using System.Text;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>Writes a schema as SDL, without what every schema has (3.1). Reading it gives the same schema.</summary>
public static class SchemaPrinter
{
    /// <summary>The schema's own types and directives, in their order.</summary>
    public static string Print(GraphSchema schema)
    {
        var parts = new List<string>();
        if (Root(schema) is { } root)
        {
            parts.Add(root);
        }

        parts.AddRange(schema.Directives.Where(d => !BuiltIns.IsBuiltInDirective(d.Name)).Select(Directive));
        parts.AddRange(schema.Types.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !BuiltIns.ScalarNames.Contains(t.Name)).Select(Type));
        return string.Join("\n\n", parts);
    }

    private static string? Root(GraphSchema schema)
    {
        var roots = new[] { ("query", schema.Query, "Query"), ("mutation", schema.Mutation, "Mutation"), ("subscription", schema.Subscription, "Subscription") };
        var usual = roots.All(r => r.Item2 is null ? schema[r.Item3] is null : r.Item2.Name == r.Item3);
        if (usual && schema.Description is null)
        {
            return null;
        }

        var lines = roots.Where(r => r.Item2 is not null).Select(r => $"  {r.Item1}: {r.Item2!.Name}\n");
        return Description(schema.Description, "", true) + "schema {\n" + string.Concat(lines) + "}";
    }

    private static string Type(NamedType type) => Description(type.Description, "", true) + type switch
    {
        ScalarType scalar => $"scalar {scalar.Name}"
            + (scalar.SpecifiedByUrl is { } url ? $" @specifiedBy(url: {Printer.Quote(url)})" : ""),
        ObjectType o => $"type {o.Name}{Implements(o)}{Block(o.Fields, Field)}",
        InterfaceType i => $"interface {i.Name}{Implements(i)}{Block(i.Fields, Field)}",
        UnionType union => $"union {union.Name} = {string.Join(" | ", union.Types)}",
        EnumType e => $"enum {e.Name}{Block(e.Values, EnumMember)}",
        InputObjectType input => $"input {input.Name}{(input.IsOneOf ? " @oneOf" : "")}{Block(input.Fields, InputField)}",
        _ => throw new InvalidOperationException(type.GetType().Name),
    };

    private static string Implements(FieldsType type) =>
        type.Interfaces.Count == 0 ? "" : " implements " + string.Join(" & ", type.Interfaces);

    private static string Block<T>(IReadOnlyList<T> items, Func<T, bool, string> print) =>
        items.Count == 0 ? "" : " {\n" + string.Join("\n", items.Select((item, i) => print(item, i == 0))) + "\n}";

    private static string Field(FieldDefinition field, bool isFirst) =>
        $"{Description(field.Description, "  ", isFirst)}  {field.Name}{Arguments(field.Arguments, "  ")}: {field.Type}{Deprecated(field.DeprecationReason)}";

    private static string EnumMember(EnumValue value, bool isFirst) =>
        $"{Description(value.Description, "  ", isFirst)}  {value.Name}{Deprecated(value.DeprecationReason)}";

    private static string InputField(InputValue field, bool isFirst) =>
        $"{Description(field.Description, "  ", isFirst)}  {Input(field)}";

    private static string Directive(DirectiveDefinition directive) =>
        $"{Description(directive.Description, "", true)}directive @{directive.Name}{Arguments(directive.Arguments, "")}"
        + $"{(directive.IsRepeatable ? " repeatable" : "")} on {string.Join(" | ", directive.Locations)}";

    private static string Arguments(NamedList<InputValue> arguments, string indent)
    {
        if (arguments.Count == 0)
        {
            return "";
        }

        return arguments.All(a => a.Description is null)
            ? "(" + string.Join(", ", arguments.Select(Input)) + ")"
            : "(\n" + string.Join("\n", arguments.Select((a, i) => $"{Description(a.Description, indent + "  ", i == 0)}{indent}  {Input(a)}")) + $"\n{indent})";
    }

    private static string Input(InputValue value) =>
        $"{value.Name}: {value.Type}"
        + (value.DefaultLiteral is { } literal ? $" = {Printer.Print(literal)}" : "")
        + Deprecated(value.DeprecationReason);

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        BuiltIns.DefaultDeprecationReason => " @deprecated",
        _ => $" @deprecated(reason: {Printer.Quote(reason)})",
    };

    private static string Description(string? description, string indent, bool isFirst)
    {
        if (description is null)
        {
            return "";
        }

        var text = BlockString.CanPrint(description) ? BlockString.Print(description) : Printer.Quote(description);
        var prefix = indent.Length > 0 && !isFirst ? "\n" + indent : indent;
        return new StringBuilder(prefix).Append(text.Replace("\n", "\n" + indent, StringComparison.Ordinal)).Append('\n').ToString();
    }
}
