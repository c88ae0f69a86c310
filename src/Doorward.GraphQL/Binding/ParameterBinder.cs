using System.Linq.Expressions;
using System.Reflection;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Loading;
using Doorward.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL;

/// <summary>Finds what each parameter of a resolver stands for.</summary>
internal sealed class ParameterBinder(GraphBinder binder, IServiceProviderIsService? services)
{
    private readonly InputBinder inputs = new();

    public Expression? Bind(
        ObjectType type, FieldDefinition field, MethodInfo method, ParameterInfo parameter, List<ArgumentBinding> arguments,
        ParameterExpression source, ParameterExpression values, ParameterExpression run, ParameterExpression plan)
    {
        var clr = parameter.ParameterType;
        if (clr == typeof(CancellationToken))
        {
            return Expression.Property(run, nameof(OperationRun.Cancellation));
        }

        if (clr == typeof(FieldContext))
        {
            return Expression.New(
                typeof(FieldContext).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance)[0], run, plan, source, values);
        }

        if (typeof(DataLoader).IsAssignableFrom(clr))
        {
            return Expression.Call(run, nameof(OperationRun.Loader), [clr]);
        }

        if (field.Arguments.TryGet(parameter.Name ?? "", out var argument))
        {
            return Argument(field, method, parameter, argument, arguments, values);
        }

        if (binder.ClrTypeOf(type) is { } parent && clr.IsAssignableFrom(parent) && clr != typeof(object))
        {
            return Expression.Convert(source, clr);
        }

        if (clr == typeof(IServiceProvider))
        {
            return Expression.Property(run, nameof(OperationRun.Services));
        }

        return Service(type, field, method, parameter, arguments.Count, source, run);
    }

    private UnaryExpression? Argument(
        FieldDefinition field, MethodInfo method, ParameterInfo parameter, InputValue argument, List<ArgumentBinding> arguments, ParameterExpression values)
    {
        var convert = inputs.Create(argument.Type, parameter.ParameterType, out var reason);
        if (convert is null)
        {
            binder.Report($"The argument \"{field.Coordinate}({argument.Name}:)\" is {argument.Type}, "
                + $"but {Words.Of(method)} takes {Words.Of(parameter.ParameterType)} {parameter.Name}: {reason}.");
            return null;
        }

        var otherwise = parameter.HasDefaultValue ? parameter.DefaultValue : Default(parameter.ParameterType);
        arguments.Add(new ArgumentBinding(argument, value =>
            value is NotGiven && !InputBinder.KnowsMissing(parameter.ParameterType) ? otherwise : convert(value)));
        return Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(arguments.Count - 1)), parameter.ParameterType);
    }

    private Expression? Service(
        ObjectType type, FieldDefinition field, MethodInfo method, ParameterInfo parameter, int bound, ParameterExpression source, ParameterExpression run)
    {
        var clr = parameter.ParameterType;
        var isService = services?.IsService(clr) ?? false;
        // with no CLR type known yet, a first parameter that is no service is the parent: it tells what the type is
        if (!isService && parameter.Position == 0 && bound == 0 && binder.ClrTypeOf(type) is null && (clr.IsClass || clr.IsInterface) && clr != typeof(string)
            && binder.Learn(type, clr) is null)
        {
            return Expression.Convert(source, clr);
        }

        if (services is not null && !isService)
        {
            binder.Report($"{Words.Of(method)} takes {Words.Of(clr)} {parameter.Name}, which is neither an argument of "
                + $"\"{field.Coordinate}\" nor a registered service.");
            return null;
        }

        return Expression.Call(typeof(ServiceProviderServiceExtensions), nameof(ServiceProviderServiceExtensions.GetRequiredService), [clr],
            Expression.Property(run, nameof(OperationRun.Services)));
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
