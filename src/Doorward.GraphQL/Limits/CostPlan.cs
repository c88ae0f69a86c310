using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Limits;

/// <summary>
/// What an operation may cost at most: the weight of each field times the length of every list around it. Lengths come from
/// paging arguments, so where those are variables the sum is made anew for each request.
/// </summary>
internal sealed class CostPlan(PreparedOperation operation, GraphQLLimits limits)
{
    private static readonly string[] PagingArguments = ["first", "last", "limit"];

    private long? known;

    public void Check(VariableValues variables, List<GraphQLError> errors)
    {
        if (known is { } cached && cached <= limits.MaxCost)
        {
            return;
        }

        var count = new Count(this, variables, errors);
        var cost = count.Of(operation.Node.SelectionSet, operation.Schema.Root(operation.Node.Kind)!, null);
        if (!count.UsesVariables && errors.Count == 0)
        {
            known = cost;
        }

        if (cost > limits.MaxCost)
        {
            errors.Add(new GraphQLError($"The operation may cost {cost}, {limits.MaxCost} is allowed. Ask for fewer or shorter lists.", GraphQLErrorCodes.TooCostly)
            {
                Locations = [operation.Document.LocationOf(operation.Node)],
                Extensions = new Dictionary<string, object?> { ["cost"] = cost, ["allowed"] = limits.MaxCost },
            });
        }
    }

    private sealed class Count(CostPlan plan, VariableValues variables, List<GraphQLError> errors)
    {
        private const long Enough = long.MaxValue / 4;

        private readonly Dictionary<(string Fragment, int? Page), long> fragments = [];

        public bool UsesVariables { get; private set; }

        // A connection is no list itself: its paging argument tells how long its "edges" and "nodes" are.
        public long Of(SelectionSetNode set, NamedType parent, int? page)
        {
            var sum = 0L;
            foreach (var selection in set.Selections)
            {
                sum = Math.Min(Enough, sum + selection switch
                {
                    FieldNode field => Of(field, parent, page),
                    InlineFragmentNode inline => Of(inline.SelectionSet, Type(inline.TypeCondition) ?? parent, page),
                    FragmentSpreadNode spread => Of(spread.Name.Value, page),
                    _ => 0,
                });
            }

            return sum;
        }

        private long Of(string name, int? page)
        {
            if (!fragments.TryGetValue((name, page), out var cost))
            {
                var fragment = plan.Operation.Fragments[name];
                fragments[(name, page)] = cost = Of(fragment.SelectionSet, Type(fragment.TypeCondition)!, page);
            }

            return cost;
        }

        private long Of(FieldNode node, NamedType parent, int? page)
        {
            var field = plan.Operation.Schema.Field(parent, node.Name.Value)!;
            var weight = field.Cost.Weight ?? (field.Type.Named.IsLeaf ? 0 : 1);
            var asked = Page(node, field);
            if (node.SelectionSet is null || field.Name.StartsWith("__", StringComparison.Ordinal))
            {
                return weight;
            }

            var isList = field.Type.Nullable is ListType;
            var size = !isList ? 1 : asked ?? (node.Name.Value is "edges" or "nodes" ? page : null) ?? field.Cost.AssumedSize ?? plan.Limits.AssumedListSize;
            var inner = Of(node.SelectionSet, field.Type.Named, isList ? null : asked ?? (Pages(field) ? field.Cost.AssumedSize : null));
            return Math.Min(Enough, weight + (isList ? size * Math.Min(Enough / Math.Max(1, size), inner + weight) : inner));
        }

        private int? Page(FieldNode node, FieldDefinition field)
        {
            int? page = null;
            foreach (var name in field.Cost.SlicingArguments ?? PagingArguments)
            {
                if (field.Arguments[name] is { } argument && Value(node, argument) is { } value)
                {
                    Limit(node, field, argument, value);
                    page = Math.Max(page ?? 0, value);
                }
            }

            return page;
        }

        private static bool Pages(FieldDefinition field) =>
            (field.Cost.SlicingArguments ?? PagingArguments).Any(name => field.Arguments[name] is not null);

        private int? Value(FieldNode node, InputValue argument)
        {
            var literal = node.Arguments.FirstOrDefault(a => a.Name.Value == argument.Name)?.Value;
            if (literal is VariableNode variable)
            {
                UsesVariables = true;
                var value = variables.Get(variable.Name.Value);
                return value as int? ?? (value is NotGiven ? Default(argument) : null);
            }

            return literal is null ? Default(argument) : literal is IntValueNode i && int.TryParse(i.Value, out var number) ? number : null;
        }

        private static int? Default(InputValue argument) => argument.DefaultLiteral is null ? null : argument.DefaultValue as int?;

        private void Limit(FieldNode node, FieldDefinition field, InputValue argument, int value)
        {
            var most = field.Cost.Maximum ?? plan.Limits.MaxPageSize;
            if (value > most)
            {
                SyntaxNode at = node.Arguments.FirstOrDefault(a => a.Name.Value == argument.Name) ?? (SyntaxNode)node;
                errors.Add(new GraphQLError($"\"{field.Coordinate}({argument.Name}:)\" asks for {value} items, {most} are allowed.", GraphQLErrorCodes.ListTooLong)
                {
                    Locations = [plan.Operation.Document.LocationOf(at)],
                });
            }
        }

        private NamedType? Type(NamedTypeNode? condition) => condition is null ? null : plan.Operation.Schema[condition.Name.Value];
    }

    private PreparedOperation Operation => operation;

    private GraphQLLimits Limits => limits;
}
