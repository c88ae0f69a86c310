using System.Text.Json;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>Marks a variable that was given as null, so that a missing one can be told from it.</summary>
internal sealed class Null
{
    public static readonly Null Value = new();
}

/// <summary>The coerced variables of one request (6.1.2).</summary>
internal sealed class VariableValues
{
    public static readonly VariableValues None = new(0);

    private readonly Dictionary<string, object> values;
    private readonly Dictionary<string, JsonElement>? raw;

    private VariableValues(int count)
    {
        values = new Dictionary<string, object>(count, StringComparer.Ordinal);
        raw = count == 0 ? null : new Dictionary<string, JsonElement>(count, StringComparer.Ordinal);
    }

    /// <summary>The value, <see cref="Null"/>, or <see cref="NotGiven"/>.</summary>
    public object Get(string name) => values.GetValueOrDefault(name, NotGiven.Value);

    /// <summary>A copy with these variables only: what outlives a request must not keep its data.</summary>
    public VariableValues Only(IEnumerable<string> names)
    {
        var copy = new VariableValues(0);
        foreach (var name in names)
        {
            copy.values[name] = Get(name);
        }

        return copy;
    }

    public bool IsTrue(string name) => Get(name) is true;

    public ValueNode? Literal(string name) => raw is not null && raw.TryGetValue(name, out var json)
        ? JsonLiteral.Node(json)
        : null;

    /// <summary>CoerceVariableValues: every mistake is reported, each at the variable's definition.</summary>
    public static VariableValues Coerce(
        PreparedOperation operation, JsonElement given, GraphSchema schema, GraphQLLimits limits, List<GraphQLError> errors)
    {
        if (operation.Node.Variables.Count == 0)
        {
            return None;
        }

        var values = new VariableValues(operation.Node.Variables.Count);
        foreach (var definition in operation.Node.Variables)
        {
            values.Coerce(operation.Document, definition, given, schema, limits, errors);
        }

        return values;
    }

    private void Coerce(
        DocumentNode document, VariableDefinitionNode definition, JsonElement given, GraphSchema schema, GraphQLLimits limits, List<GraphQLError> errors)
    {
        var name = definition.Variable.Name.Value;
        var type = schema.Resolve(definition.Type)!;

        void Report(string path, string message, string code) => errors.Add(new GraphQLError($"Variable \"${name}\"{path}: {message}", code)
        {
            Locations = [document.LocationOf(definition)],
        });

        try
        {
            Coerce(name, type, definition, given, limits, Report);
        }
        catch (InvalidOperationException)
        {
            // What JSON calls a text, "\ud800" say, may still be none: its reader says so only when it is asked for.
            Report("", "it holds half of a surrogate pair, which is no Unicode text.", GraphQLErrorCodes.BadUserInput);
        }
    }

    private void Coerce(
        string name, GraphType type, VariableDefinitionNode definition, JsonElement given, GraphQLLimits limits, Action<string, string, string> report)
    {
        if (given.ValueKind != JsonValueKind.Object || !given.TryGetProperty(name, out var json))
        {
            if (definition.DefaultValue is { } literal)
            {
                values[name] = LiteralCoercion.Coerce(literal, type, null) ?? Null.Value;
            }
            else if (type is NonNullType)
            {
                report("", $"a value of type {type} is required.", GraphQLErrorCodes.BadUserInput);
            }

            return;
        }

        var coercion = new JsonCoercion(limits, report);
        values[name] = coercion.Coerce(json, type, "", 0) ?? Null.Value;
        raw![name] = json;
    }
}
