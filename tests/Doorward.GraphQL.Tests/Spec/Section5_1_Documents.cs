using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.1 Documents: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_1_Documents(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.1.1 Executable Definitions", "ExecutableDefinitions", "query getDogName { dog { name } } extend type Dog { color: String }" },
        { "5.1.1 Executable Definitions", "ExecutableDefinitions FieldsOnCorrectType", "query getDogName { dog { name color } } extend type Dog { color: String }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);
}
