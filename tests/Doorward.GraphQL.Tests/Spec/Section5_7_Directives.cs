using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.7 Directives: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_7_Directives(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.7.1 Directives Are Defined", "KnownDirectives", "{ dog { name @nowhere } }" },
        { "5.7.2 Directives Are in Valid Locations", "KnownDirectives", "query @skip(if: $foo) { dog { name } } # $foo is not reached by the rule here".Replace("$foo", "true", StringComparison.Ordinal) },
        { "5.7.2 Directives Are in Valid Locations", "KnownDirectives NoUndefinedVariables", "query @skip(if: $foo) { dog { name } }" },
        { "5.7.3 Directives Are Unique per Location", "UniqueDirectivesPerLocation", "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) @skip(if: $bar) { name } }" },
        { "5.7.3 Directives Are Unique per Location", "", "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) { name } dog @skip(if: $bar) { nickname } }" },
        { "5.7.3 Directives Are Unique per Location", "", "{ dog { name @many @many } }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);
}
