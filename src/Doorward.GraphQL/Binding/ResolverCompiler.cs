using System.Linq.Expressions;
using System.Reflection;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>Turns a method or a property into a binding. What does not fit is found here; the code is compiled when it is first needed.</summary>
internal sealed class ResolverCompiler(GraphBinder binder, ObjectType type, FieldDefinition field)
{
    private static readonly ParameterExpression Source = Expression.Parameter(typeof(object), "source");
    private static readonly ParameterExpression Arguments = Expression.Parameter(typeof(object?[]), "arguments");
    private static readonly ParameterExpression Run = Expression.Parameter(typeof(OperationRun), "run");
    private static readonly ParameterExpression Plan = Expression.Parameter(typeof(FieldPlan), "field");

    /// <summary>A property or field of the CLR type.</summary>
    public FieldBinding? Compile(Type clr, MemberInfo member)
    {
        var body = Expression.MakeMemberAccess(Expression.Convert(Source, clr), member);
        return Bind(body, [], false, $"{Words.Of(clr)}.{member.Name}");
    }

    /// <summary>A resolver method, or the source of a subscription's events.</summary>
    public FieldBinding? Compile(Delegate resolver, bool isSubscription)
    {
        if (resolver is FieldResolver raw)
        {
            return Raw(raw);
        }

        var method = resolver.Method;
        var arguments = new List<ArgumentBinding>();
        var values = new List<Expression>();
        foreach (var parameter in method.GetParameters())
        {
            if (isSubscription && typeof(Loading.DataLoader).IsAssignableFrom(parameter.ParameterType))
            {
                binder.Report($"{Words.Of(method)} opens \"{field.Coordinate}\" and takes {Words.Of(parameter.ParameterType)}, but loaders live for one response only.");
                return null;
            }

            var value = binder.Parameters.Bind(type, field, method, parameter, arguments, Source, Arguments, Run, Plan);
            if (value is null)
            {
                return null;
            }

            values.Add(value);
        }

        // a static method bound as a delegate with a first argument is called through the delegate
        Expression body = method.IsStatic && resolver.Target is not null
            ? Expression.Invoke(Expression.Constant(resolver), values)
            : Expression.Call(method.IsStatic ? null : Expression.Constant(resolver.Target), method, values);
        return isSubscription
            ? Stream(body, [.. arguments], Words.Of(method))
            : Bind(body, [.. arguments], true, Words.Of(method));
    }

    private FieldBinding? Bind(Expression body, ArgumentBinding[] arguments, bool doesWork, string name)
    {
        var (result, isAsync) = Unwrap(body.Type);
        if (result == typeof(void))
        {
            binder.Report($"\"{field.Coordinate}\" is {field.Type}, but {name} returns nothing.");
            return null;
        }

        if (binder.Completers.Create(field.Type, result, out var reason) is not { } completer)
        {
            binder.Report($"\"{field.Coordinate}\" is {field.Type}, but {name} returns {Words.Of(result)}: {reason}.");
            return null;
        }

        if (body.Type.IsGenericType && body.Type.GetGenericTypeDefinition() == typeof(Task<>))
        {
            body = Expression.New(typeof(ValueTask<>).MakeGenericType(result).GetConstructor([body.Type])!, body);
        }

        var factory = typeof(BindingFactory).GetMethod(isAsync ? nameof(BindingFactory.Async) : nameof(BindingFactory.Value))!;
        return (FieldBinding)factory.MakeGenericMethod(result).Invoke(null, [Lambda(body), completer, arguments, doesWork])!;
    }

    private FieldBinding? Stream(Expression body, ArgumentBinding[] arguments, string name)
    {
        var isTask = Unwrap(body.Type) is (var inner, true);
        var stream = Unwrap(body.Type).Result;
        var element = new[] { stream }.Concat(stream.GetInterfaces())
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))?.GetGenericArguments()[0];
        if (element is null || isTask)
        {
            binder.Report($"\"{field.Coordinate}\" is a subscription, but {name} returns {Words.Of(body.Type)} and not IAsyncEnumerable<…>.");
            return null;
        }

        if (binder.Completers.Create(field.Type, element, out var reason) is not { } completer)
        {
            binder.Report($"\"{field.Coordinate}\" is {field.Type}, but {name} gives {Words.Of(element)}: {reason}.");
            return null;
        }

        var lambda = Lambda(Expression.Convert(body, typeof(IAsyncEnumerable<>).MakeGenericType(element)));
        return (FieldBinding)typeof(BindingFactory).GetMethod(nameof(BindingFactory.Stream))!.MakeGenericMethod(element)
            .Invoke(null, [lambda, completer, arguments])!;
    }

    private AsyncBinding<object?> Raw(FieldResolver raw) =>
        new((source, arguments, run, plan) => raw(new FieldContext(run, plan, source, arguments)), DynamicCompleter.Of(field.Type, binder))
        {
            Arguments = [.. field.Arguments.Select(a => new ArgumentBinding(a, null))],
            DoesWork = true,
        };

    private static Delegate Lambda(Expression body)
    {
        var invoker = typeof(FieldInvoker<>).MakeGenericType(body.Type);
        var late = Activator.CreateInstance(typeof(LateInvoker<>).MakeGenericType(body.Type), Expression.Lambda(invoker, body, Source, Arguments, Run, Plan))!;
        return Delegate.CreateDelegate(invoker, late, "Invoke");
    }

    private static (Type Result, bool IsAsync) Unwrap(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return (typeof(void), true);
        }

        // a method compiled to return a subclass of Task<T> does not occur: async methods return Task<T> itself
        var isTask = type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        return isTask ? (type.GetGenericArguments()[0], true) : (type, false);
    }
}
