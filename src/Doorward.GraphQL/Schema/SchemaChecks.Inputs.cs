using Doorward.GraphQL.Language;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Schema;

internal sealed partial class SchemaChecks
{
    // 3.10, circular references: some value of every input object has to be finite.
    private void InputCycles()
    {
        var done = new HashSet<InputObjectType>();
        foreach (var type in schema.Types.OfType<InputObjectType>())
        {
            Visit(type, [], done);
        }

        OneOfCycles();
    }

    private void Visit(InputObjectType type, List<InputObjectType> path, HashSet<InputObjectType> done)
    {
        if (path.Contains(type))
        {
            Report($"The input object \"{type.Name}\" requires itself through non-null fields: no value of it is finite.", Nodes(type));
            return;
        }

        if (!done.Add(type))
        {
            return;
        }

        path.Add(type);
        foreach (var field in type.Fields.Where(f => f.DefaultLiteral is null))
        {
            if (field.Type is NonNullType { Type: InputObjectType next })
            {
                Visit(next, path, done);
            }
        }

        path.RemoveAt(path.Count - 1);
    }

    // A @oneOf whose every choice leads to such a @oneOf again has no finite value either.
    private void OneOfCycles()
    {
        var finite = new HashSet<InputObjectType>();
        var all = schema.Types.OfType<InputObjectType>().ToList();
        bool IsFinite(InputValue field) => field.Type.Nullable is not InputObjectType next || finite.Contains(next);
        int before;
        do
        {
            before = finite.Count;
            finite.UnionWith(all.Where(t => t.IsOneOf
                ? t.Fields.Any(IsFinite)
                : t.Fields.All(f => f.Type is not NonNullType || f.DefaultLiteral is not null || IsFinite(f))));
        }
        while (finite.Count > before);

        foreach (var type in all.Where(t => t.IsOneOf && t.Fields.Count > 0 && !finite.Contains(t)))
        {
            Report($"The @oneOf input object \"{type.Name}\" has no finite value: every choice leads back to it.", Nodes(type));
        }
    }

    // 3.6.1 and 3.10: defaults fit their types and do not lead round in a circle.
    private void Defaults()
    {
        var values = schema.Directives.SelectMany(d => d.Arguments)
            .Concat(schema.Types.OfType<FieldsType>().SelectMany(t => t.Fields).SelectMany(f => f.Arguments))
            .Concat(schema.Types.OfType<InputObjectType>().SelectMany(t => t.Fields));
        foreach (var value in values.Where(v => v.DefaultLiteral is not null))
        {
            LiteralCheck.Run(value.DefaultLiteral!, value.Type, (message, node) => Report(message, node));
        }

        foreach (var field in schema.Types.OfType<InputObjectType>().SelectMany(t => t.Fields).Where(f => f.DefaultLiteral is not null))
        {
            if (Circles(field.DefaultLiteral!, field.Type, [field]))
            {
                Report($"The default of \"{field.Name}\" leads back to itself.", Nodes(field));
            }
        }
    }

    private static bool Circles(ValueNode value, GraphType type, HashSet<InputValue> path) => (value, type.Nullable) switch
    {
        (ListValueNode items, ListType list) => items.Values.Any(v => Circles(v, list.ItemType, path)),
        (_, ListType list) => Circles(value, list.ItemType, path),
        (ObjectValueNode o, InputObjectType input) => input.Fields.Any(f =>
            o.Fields.FirstOrDefault(g => g.Name.Value == f.Name) is { } given
                ? Circles(given.Value, f.Type, path)
                : f.DefaultLiteral is not null && (path.Contains(f) || Circles(f.DefaultLiteral, f.Type, [.. path, f]))),
        _ => false,
    };
}
