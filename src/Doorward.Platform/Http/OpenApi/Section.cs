using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>A section of the API document: a tag, and what it is about.</summary>
public sealed record Section(string Name, string Description);

/// <summary>Says in which section of the API document a route or a group of routes stands.</summary>
public static class SectionMetadata
{
    /// <inheritdoc cref="SectionMetadata"/>
    public static TBuilder WithSection<TBuilder>(this TBuilder routes, string name, string description)
        where TBuilder : IEndpointConventionBuilder => routes.WithTags(name).WithMetadata(new Section(name, description));
}
