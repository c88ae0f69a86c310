using System.Collections.Concurrent;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>
/// One operation of a validated document, and its plans: one for each combination of values of the variables that @skip and
/// @include look at, so that a plan itself holds no conditions.
/// </summary>
internal sealed class PreparedOperation
{
    private const int MaxPlans = 16;

    private readonly ConcurrentDictionary<ulong, OperationPlan> plans = [];
    private readonly string[] conditions;
    private readonly OperationPlan? single;

    public PreparedOperation(DocumentNode document, OperationDefinitionNode node, GraphSchema schema)
    {
        Document = document;
        Node = node;
        Schema = schema;
        Fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name.Value, StringComparer.Ordinal);
        conditions = [.. ConditionVariables.Of(this)];
        single = conditions.Length == 0 ? new OperationPlan(this, VariableValues.None) : null;
    }

    public DocumentNode Document { get; }

    public OperationDefinitionNode Node { get; }

    public GraphSchema Schema { get; }

    public Dictionary<string, FragmentDefinitionNode> Fragments { get; }

    public Limits.CostPlan? Cost { get; set; }

    /// <summary>What every request for an operation without variables comes to, once one was found in order.</summary>
    public PreparedRequest? Ready { get; set; }

    public OperationPlan Plan(VariableValues variables)
    {
        if (single is not null)
        {
            return single;
        }

        if (conditions.Length > 64)
        {
            return new OperationPlan(this, variables);
        }

        var key = 0UL;
        for (var i = 0; i < conditions.Length; i++)
        {
            key |= variables.IsTrue(conditions[i]) ? 1UL << i : 0;
        }

        if (plans.TryGetValue(key, out var plan))
        {
            return plan;
        }

        plan = new OperationPlan(this, variables.Only(conditions));
        return plans.Count < MaxPlans ? plans.GetOrAdd(key, plan) : plan;
    }
}
