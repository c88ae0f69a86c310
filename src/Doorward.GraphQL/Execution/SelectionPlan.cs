using System.Text;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>The fields selected of one object type.</summary>
internal sealed class SelectionPlan(ObjectType type, FieldPlan[] fields)
{
    public ObjectType Type { get; } = type;

    public FieldPlan[] Fields { get; } = fields;
}

/// <summary>One field of a response object.</summary>
internal sealed class FieldPlan
{
    private readonly OperationPlan plan;
    private readonly SelectionPlan?[]? byType;
    private SelectionPlan? only;

    public FieldPlan(OperationPlan plan, ObjectType parent, string key, FieldNode[] nodes, bool isFirst)
    {
        this.plan = plan;
        Key = key;
        KeyJson = Encoding.UTF8.GetBytes($"{(isFirst ? "" : ",")}\"{key}\":");
        Nodes = nodes;
        Definition = plan.Operation.Schema.Field(parent, nodes[0].Name.Value)!;
        Binding = Definition.Binding ?? throw new InvalidOperationException($"{Definition.Coordinate} has no resolver.");
        Parent = parent;
        Arguments = new ArgumentPlan(this, plan);
        byType = Definition.Type.Named.IsAbstract ? new SelectionPlan?[plan.Operation.Schema.Types.Count] : null;
    }

    public string Key { get; }

    /// <summary>The response key as JSON, with the colon behind it and, except for the first, the comma in front.</summary>
    public byte[] KeyJson { get; }

    public FieldNode[] Nodes { get; }

    public ObjectType Parent { get; }

    public FieldDefinition Definition { get; }

    public FieldBinding Binding { get; }

    public ArgumentPlan Arguments { get; }

    public DocumentNode Document => plan.Operation.Document;

    public SourceLocation[] Locations => [.. Nodes.Select(plan.Operation.Document.LocationOf)];

    /// <summary>What is selected of a value of this object type. Made when first needed: two threads may make it twice.</summary>
    public SelectionPlan Selections(ObjectType type)
    {
        if (byType is null)
        {
            return only ??= Collect(type);
        }

        return byType[type.Index] ??= Collect(type);
    }

    private SelectionPlan Collect(ObjectType type) =>
        plan.Collect(type, Nodes.Select(n => n.SelectionSet).OfType<SelectionSetNode>());
}
