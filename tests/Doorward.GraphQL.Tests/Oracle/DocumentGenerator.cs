using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>
/// Documents for a schema, from a seed: mostly valid ones, and such with mistakes of every kind a rule is about. Tokens are
/// apart by a space or a line break, so that a shrinker can take them out one by one.
/// </summary>
public sealed class DocumentGenerator(GraphSchema schema, int seed, double mistakes)
{
    private readonly Random random = new(seed);
    private readonly List<string> tokens = [];
    private readonly List<(string Name, string Type)> fragments = [];
    private readonly List<(string Name, string Type)> variables = [];
    private readonly Dictionary<string, GraphType> wanted = [];
    private readonly bool isValid = mistakes == 0;
    private readonly Dictionary<string, Part> parts = [];
    private List<string> spreads = [];
    private int reachable;
    private int names;
    private int budget = 60;

    public string Generate()
    {
        if (isValid)
        {
            return Valid();
        }

        var operations = Chance(0.15) ? 2 : 1;
        var names = Enumerable.Range(0, random.Next(0, 4)).Select(i => $"F{i}").ToList();
        foreach (var name in names)
        {
            fragments.Add((name, Composite().Name));
        }

        var parts = new List<List<string>>();
        for (var i = 0; i < operations; i++)
        {
            budget = 40;
            parts.Add(Operation(i, operations));
        }

        foreach (var (name, type) in fragments)
        {
            budget = 15;
            parts.Add(Fragment(name, type));
        }

        if (Wrong())
        {
            parts.Add(["type", "Stray", "{", "a", ":", "Int", "}"]);
        }

        return string.Join("\n", parts.Select(Join));
    }

    // Without mistakes the document is meant to be executed: fragments spread only later ones and are all used, operations
    // define the variables of the fragments they reach, and no two fields share a name that could conflict.
    private string Valid()
    {
        fragments.AddRange(Enumerable.Range(0, random.Next(0, 4)).Select(i => ($"F{i}", Composite().Name)));
        for (var i = fragments.Count - 1; i >= 0; i--)
        {
            (budget, reachable) = (15, i + 1);
            (spreads, var (name, type)) = ([], fragments[i]);
            variables.Clear();
            parts[name] = new Part(Fragment(name, type), spreads, [.. variables]);
        }

        var operations = Chance(0.15) ? 2 : 1;
        var texts = new List<List<string>>();
        var used = new HashSet<string>();
        for (var i = 0; i < operations; i++)
        {
            (budget, reachable, spreads) = (40, 0, []);
            texts.Add(Operation(i, operations));
            used.UnionWith(Reached(spreads));
        }

        return string.Join("\n", texts.Concat(parts.Where(p => used.Contains(p.Key)).Select(p => p.Value.Tokens)).Select(Join));
    }

    private HashSet<string> Reached(IEnumerable<string> from)
    {
        var all = new HashSet<string>();
        var open = new Queue<string>(from);
        while (open.TryDequeue(out var name))
        {
            if (all.Add(name))
            {
                parts[name].Spreads.ForEach(open.Enqueue);
            }
        }

        return all;
    }

    private sealed record Part(List<string> Tokens, List<string> Spreads, List<(string Name, string Type)> Variables);

    private string Join(List<string> part) => string.Concat(part.Select(t => t + (Chance(0.1) ? "\n" : " ")));

    private List<string> Operation(int index, int operations)
    {
        tokens.Clear();
        variables.Clear();
        if (!isValid)
        {
            wanted.Clear();
        }

        var kind = Chance(0.12) && schema.Mutation is not null ? OperationKind.Mutation
            : Chance(0.08) && (schema.Subscription is not null || Chance(0.3)) ? OperationKind.Subscription : OperationKind.Query;
        var body = new List<string>();
        var root = schema.Root(kind) ?? schema.Query!;
        Directives(Location(kind));
        var directives = tokens.ToList();
        tokens.Clear();
        Selections(root, 0, isSubscription: kind == OperationKind.Subscription && !Wrong());
        body.AddRange(tokens);
        tokens.Clear();
        variables.AddRange(isValid ? Reached(spreads).SelectMany(f => parts[f].Variables) : []);

        var anonymous = operations == 1 && Chance(0.4);
        if (anonymous && kind == OperationKind.Query && variables.Count == 0 && directives.Count == 0)
        {
            return body;
        }

        tokens.Add(kind.ToString().ToLowerInvariant());
        if (!anonymous && !(Wrong() && operations > 1))
        {
            tokens.Add(Wrong() ? "Op0" : $"Op{index}");
        }

        Definitions();
        tokens.AddRange(directives);
        tokens.AddRange(body);
        return tokens.ToList();
    }

    private void Definitions()
    {
        var kept = variables.Where(_ => !Wrong()).ToList();
        if (Wrong())
        {
            kept.Add(("unused", "Int"));
        }

        if (Wrong() && kept.Count > 0)
        {
            kept.Add(kept[0]);
        }

        if (kept.Count == 0)
        {
            return;
        }

        tokens.Add("(");
        foreach (var (name, type) in kept)
        {
            tokens.AddRange(["$", name, ":", type]);
            if (!type.EndsWith('!') && Chance(0.2) && wanted.TryGetValue(name, out var t))
            {
                tokens.Add("=");
                Value(t.Nullable, 0, constant: true);
            }
            else if (Wrong())
            {
                tokens.AddRange(["=", "null"]);
            }
        }

        tokens.Add(")");
    }

    private List<string> Fragment(string name, string type)
    {
        tokens.Clear();
        tokens.AddRange(["fragment", name, "on", Wrong() ? Pick(["Nowhere", "Int", "Size", type]) : type]);
        Directives("FRAGMENT_DEFINITION");
        Selections((NamedType)schema[type]!, 2, false);
        return tokens.ToList();
    }

    private void Selections(NamedType type, int depth, bool isSubscription)
    {
        tokens.Add("{");
        var count = isSubscription ? 1 : random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            budget--;
            if (!isSubscription && depth < 6 && Chance(0.12))
            {
                Inline(type, depth);
            }
            else if (!isSubscription && Chance(0.12) && fragments.Count > 0)
            {
                Spread(type);
            }
            else
            {
                Field(type, depth);
            }
        }

        tokens.Add("}");
    }

    private void Inline(NamedType type, int depth)
    {
        tokens.Add("...");
        var target = type;
        if (Chance(0.8))
        {
            var overlapping = schema.Types.Where(t => t.IsComposite && !t.Name.StartsWith("__") && schema.Overlap(t, type)).ToList();
            target = Wrong() ? Composite() : Pick(overlapping);
            tokens.AddRange(["on", Wrong() ? "Nowhere" : target.Name]);
        }

        Directives("INLINE_FRAGMENT");
        Selections(target, depth + 1, false);
    }

    private void Spread(NamedType type)
    {
        var fitting = fragments.Skip(isValid ? reachable : 0).Where(f => schema.Overlap((NamedType)schema[f.Type]!, type)).ToList();
        if (fitting.Count == 0 && !Wrong())
        {
            tokens.Add("__typename");
            return;
        }

        tokens.AddRange(["...", Wrong() || fitting.Count == 0 ? Pick(["Lost", fragments[0].Name]) : Pick(fitting).Name]);
        spreads.Add(tokens[^1]);
        Directives("FRAGMENT_SPREAD");
    }

    private void Field(NamedType type, int depth)
    {
        var fields = (type as FieldsType)?.Fields;
        var candidates = fields?.Where(f => budget > 0 && depth < 6 || f.Type.Named.IsLeaf).ToList() ?? [];
        if (candidates.Count == 0 || (Chance(0.06) && !(isValid && ReferenceEquals(type, schema.Subscription))))
        {
            tokens.Add("__typename");
            return;
        }

        var field = Pick(candidates);
        if (isValid ? field.Arguments.Count > 0 || field.Type.Named.IsAbstract || Chance(0.12) : Chance(0.12))
        {
            tokens.AddRange([isValid ? $"x{names++}" : Pick(["a", "b", field.Name, candidates[0].Name]), ":"]);
        }

        tokens.Add(Wrong() ? Pick(["nope", "nam", "__schema", "id"]) : field.Name);
        Arguments(field.Arguments);
        Directives("FIELD");
        if (field.Type.Named.IsComposite != Wrong())
        {
            Selections(field.Type.Named.IsComposite ? field.Type.Named : type, depth + 1, false);
        }
    }

    private void Arguments(NamedList<InputValue> arguments)
    {
        var given = arguments.Where(a => a.IsRequired ? !Wrong() : Chance(0.5)).ToList();
        if (Wrong() && given.Count > 0)
        {
            given.Add(given[0]);
        }

        var extra = Wrong();
        if (given.Count == 0 && !extra)
        {
            return;
        }

        tokens.Add("(");
        foreach (var argument in given)
        {
            tokens.AddRange([argument.Name, ":"]);
            Value(argument.Type, 0, constant: false, argument.DefaultLiteral is not null);
        }

        if (extra)
        {
            tokens.AddRange(["extra", ":", "1"]);
        }

        tokens.Add(")");
    }

    private void Directives(string location)
    {
        var given = new HashSet<string>();
        while (Chance(0.07) || Wrong())
        {
            var directive = Wrong() ? Pick(schema.Directives.ToList()) : schema.Directives.Where(d => d.Locations.Contains(location)).ToList() is { Count: > 0 } fit ? Pick(fit) : null;
            if (directive is null || (isValid && !directive.IsRepeatable && !given.Add(directive.Name)))
            {
                return;
            }

            tokens.AddRange(["@", Wrong() ? "unknown" : directive.Name]);
            Arguments(directive.Arguments);
        }
    }

    private void Value(GraphType type, int depth, bool constant, bool hasDefault = false)
    {
        if (!constant && Chance(0.25))
        {
            Variable(type, hasDefault);
            return;
        }

        if (Wrong())
        {
            tokens.AddRange(Pick<string[]>([["null"], ["1"], ["2.5"], ["\"x\""], ["true"], ["SIT"], ["[", "1", "]"], ["{", "a", ":", "1", "}"], ["[", "]"], ["99999999999"], ["-1"]]));
            return;
        }

        if (type is not NonNullType && Chance(0.08))
        {
            tokens.Add("null");
            return;
        }

        switch (type.Nullable)
        {
            case ListType list:
                List(list, depth, constant);
                break;
            case InputObjectType input:
                Object(input, depth, constant);
                break;
            case EnumType e:
                tokens.Add(Pick(e.Values.ToList()).Name);
                break;
            default:
                tokens.Add(Scalar(type.Named.Name));
                break;
        }
    }

    private void List(ListType list, int depth, bool constant)
    {
        if (Chance(0.15))
        {
            Value(list.ItemType, depth + 1, constant);
            return;
        }

        tokens.Add("[");
        for (var i = random.Next(0, 3); i > 0; i--)
        {
            Value(list.ItemType, depth + 1, constant);
        }

        tokens.Add("]");
    }

    private void Object(InputObjectType input, int depth, bool constant)
    {
        tokens.Add("{");
        var fields = input.IsOneOf && !Wrong()
            ? [Pick(input.Fields.Where(f => depth < 3 || f.Type.Named.IsLeaf).ToList())]
            : input.Fields.Where(f => f.IsRequired ? !Wrong() : depth < 3 && Chance(0.35)).ToList();
        if (Wrong() && fields.Count > 0)
        {
            fields = [.. fields, fields[0]];
        }

        foreach (var field in fields)
        {
            tokens.AddRange([Wrong() ? "bogus" : field.Name, ":"]);
            Value(input.IsOneOf && !Wrong() ? field.Type.NonNull : field.Type, depth + 1, constant, field.DefaultLiteral is not null);
        }

        tokens.Add("}");
    }

    private void Variable(GraphType type, bool hasDefault)
    {
        var fitting = variables.Where(v => v.Type == type.ToString()).ToList();
        if (fitting.Count > 0 && Chance(0.7))
        {
            tokens.AddRange(["$", Pick(fitting).Name]);
            return;
        }

        var name = $"v{(isValid ? names++ : variables.Count)}";
        var declared = hasDefault && Chance(0.5) ? type.Nullable : type is not NonNullType && Chance(0.3) ? type.NonNull : type;
        variables.Add((name, Wrong() ? Pick(["Int", "String!", "[ID]", "Dog", "Nowhere", "[[Int]]"]) : declared.ToString()!));
        wanted[name] = type;
        tokens.AddRange(["$", Wrong() ? "undefined" : name]);
    }

    private string Scalar(string name) => name switch
    {
        "Int" => random.Next(-3, 100).ToString(),
        "Float" => Pick(["1.5", "2", "-0.25", "1e2"]),
        "Boolean" => Pick(["true", "false"]),
        "ID" => Pick(["\"x1\"", "7"]),
        _ => Pick(["\"text\"", "\"\"", "\"\\u00e9 \\\"q\\\" \\n\"", "\"\"\" block \"\"\""]),
    };

    private static string Location(OperationKind kind) => kind.ToString().ToUpperInvariant();

    private NamedType Composite() => Pick(schema.Types.Where(t => t.IsComposite && !t.Name.StartsWith("__")).ToList());

    private bool Wrong() => Chance(mistakes);

    private bool Chance(double p) => random.NextDouble() < p;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
