using Doorward.GraphQL;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.Platform.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Graph;

/// <summary>
/// What an API key may do by the graph, decided for each operation before any of it runs, whatever it comes over. The schema says it beside each
/// mutation (<c>@keyScope</c>); one that says nothing is closed to keys.
/// </summary>
internal static class GraphKeys
{
    /// <summary>What a key needs for every mutation, and alone for those that book nothing.</summary>
    public static KeyScope Write { get; } = new("support:write", "Write in conversations, decide on drafts and import documents, as an agent does.");

    /// <summary>Refuses a key that lacks a scope for any part of the operation.</summary>
    public static RefusalException? Admit(IServiceProvider services, AskedOperation operation) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>() is { Scopes: not null } key
            ? KeyScope.Refuse(key, operation.Fields.SelectMany(field => Needed(operation.Kind, field)))?.AsGraph()
            : null;

    /// <summary>Whoever may only write is told which one was written, and nothing of what was there before.</summary>
    private static IEnumerable<string?> Needed(OperationKind kind, AskedField field)
    {
        if (kind is not OperationKind.Mutation)
        {
            return [KeyScope.Read.Name];
        }

        IEnumerable<string?> needed =
            [.. Scopes(field.Definition.Directives).DefaultIfEmpty(null), .. field.Given.SelectMany(argument => Scopes(argument.Directives))];
        return field.SelectsOnly("id", "__typename") ? needed : needed.Append(KeyScope.Read.Name);
    }

    private static IEnumerable<string?> Scopes(IReadOnlyList<DirectiveNode> directives) => directives
        .Where(directive => directive.Name.Value == "keyScope")
        .SelectMany(directive => directive.Arguments)
        .Select(argument => ((StringValueNode)argument.Value).Value);
}
