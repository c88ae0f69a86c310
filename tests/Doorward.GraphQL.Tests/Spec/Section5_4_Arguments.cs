using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.4 Arguments: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_4_Arguments(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.4.1 Argument Names", "", "{ dog { doesKnowCommand(dogCommand: SIT) isHouseTrained(atOtherHomes: true) @include(if: true) } }" },
        { "5.4.1 Argument Names", "KnownArgumentNames ProvidedRequiredArguments", "{ dog { doesKnowCommand(command: CLEAN_UP_HOUSE) } }" },
        { "5.4.1 Argument Names", "KnownArgumentNames ProvidedRequiredArguments", "{ dog { isHouseTrained(atOtherHomes: true) @include(unless: false) } }" },
        { "5.4.1 Argument Names", "", "{ arguments { multipleRequirements(y: 1, x: 2) } }" },
        { "5.4.1 Argument Names", "", "{ arguments { ...multipleArgs ...multipleArgsReverseOrder } } fragment multipleArgs on Arguments { multipleRequirements(x: 1, y: 2) } fragment multipleArgsReverseOrder on Arguments { multipleRequirements(y: 2, x: 1) }" },
        { "5.4.2 Argument Uniqueness", "UniqueArgumentNames", "{ arguments { intArgField(intArg: 1, intArg: 2) } }" },
        { "5.4.3 Required Arguments", "", "{ arguments { booleanArgField(booleanArg: true) nonNullBooleanArgField(nonNullBooleanArg: true) } }" },
        { "5.4.3 Required Arguments", "", "{ arguments { booleanArgField } }" },
        { "5.4.3 Required Arguments", "ProvidedRequiredArguments", "{ arguments { nonNullBooleanArgField } }" },
        { "5.4.3 Required Arguments", "ValuesOfCorrectType", "{ arguments { nonNullBooleanArgField(nonNullBooleanArg: null) } }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);
}
