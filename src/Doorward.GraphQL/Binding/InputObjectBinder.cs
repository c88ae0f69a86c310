using System.Reflection;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>Makes a CLR object of an input object: by its constructor's parameters, else by its settable properties.</summary>
internal sealed class InputObjectBinder(InputObjectType type, Type clr)
{
    private readonly List<Slot> parameters = [];
    private readonly List<(Action<object, object?> Set, Slot Slot)> properties = [];
    private Func<object?[], object> make = _ => throw new InvalidOperationException();

    /// <summary>Why it cannot be made; null when it can.</summary>
    public string? Reason { get; private set; }

    public void Bind(InputBinder inputs)
    {
        var constructor = clr.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var open = type.Fields.ToDictionary(f => EnumNames.Plain(f.Name), StringComparer.Ordinal);
        if (constructor is null && !clr.IsValueType)
        {
            Reason = $"{Words.Of(clr)} has no public constructor";
            return;
        }

        foreach (var parameter in constructor?.GetParameters() ?? [])
        {
            open.Remove(EnumNames.Plain(parameter.Name!), out var field);
            if (Make(inputs, field, parameter.ParameterType, parameter.Name!, parameter.HasDefaultValue ? parameter.DefaultValue : null) is { } slot)
            {
                parameters.Add(slot);
            }
        }

        if (Reason is null)
        {
            make = Compiled.Constructor(clr, constructor);
        }

        foreach (var field in open.Values)
        {
            var property = clr.GetProperties().FirstOrDefault(p => p.CanWrite && EnumNames.Plain(p.Name) == EnumNames.Plain(field.Name));
            if (property is null)
            {
                Reason ??= $"{Words.Of(clr)} has no place for the field \"{field.Name}\"";
            }
            else if (Make(inputs, field, property.PropertyType, property.Name, null) is { } slot)
            {
                properties.Add((Compiled.Setter(property), slot));
            }
        }
    }

    public object? Create(object? value)
    {
        var fields = (IReadOnlyDictionary<string, object?>)value!;
        var values = new object?[parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = parameters[i].Value(fields);
        }

        var made = make(values);
        foreach (var (set, slot) in properties)
        {
            if (slot.Field is not null && fields.ContainsKey(slot.Field))
            {
                set(made, slot.Value(fields));
            }
        }

        return made;
    }

    private Slot? Make(InputBinder inputs, InputValue? field, Type target, string name, object? otherwise)
    {
        otherwise ??= target.IsValueType ? Activator.CreateInstance(target) : null;
        if (field is null)
        {
            Reason ??= $"{type} has no field for {name} of {Words.Of(clr)}";
            return null;
        }

        if (inputs.Create(field.Type, target, out var reason) is { } convert)
        {
            return new Slot(field.Name, convert, otherwise);
        }

        Reason ??= $"{type}.{field.Name} is {field.Type}, but {Words.Of(clr)}.{name} is {Words.Of(target)}: {reason}";
        return null;
    }

    private sealed record Slot(string? Field, Func<object?, object?> Convert, object? Otherwise)
    {
        public object? Value(IReadOnlyDictionary<string, object?> fields) =>
            Field is not null && fields.TryGetValue(Field, out var value) ? Convert(value) : Otherwise;
    }
}
