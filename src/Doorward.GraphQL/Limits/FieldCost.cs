using System.Globalization;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Limits;

/// <summary>What the schema's @cost and @listSize say of a field.</summary>
internal sealed record FieldCost(int? Weight, int? AssumedSize, IReadOnlyList<string>? SlicingArguments, int? Maximum)
{
    public static readonly FieldCost Default = new(null, null, null, null);

    public static FieldCost From(IReadOnlyList<DirectiveNode> directives)
    {
        var cost = directives.FirstOrDefault(d => d.Name.Value == "cost");
        var size = directives.FirstOrDefault(d => d.Name.Value == "listSize");
        return cost is null && size is null ? Default : new FieldCost(
            Int(cost?.Argument("weight")), Int(size?.Argument("assumedSize")),
            size?.Argument("slicingArguments") switch
            {
                ListValueNode list => [.. list.Values.OfType<StringValueNode>().Select(v => v.Value)],
                StringValueNode one => [one.Value],
                _ => null,
            },
            Int(size?.Argument("maximum")));
    }

    private static int? Int(ValueNode? value) =>
        value is IntValueNode i && int.TryParse(i.Value, CultureInfo.InvariantCulture, out var number) ? number : null;
}
