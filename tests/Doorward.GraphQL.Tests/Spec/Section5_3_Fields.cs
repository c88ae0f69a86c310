using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.3 Fields: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_3_Fields(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ dog { ...fieldNotDefined } } fragment fieldNotDefined on Dog { meowVolume }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ dog { ...aliasedLyingFieldTargetNotDefined } } fragment aliasedLyingFieldTargetNotDefined on Dog { barkVolume: kawVolume }" },
        { "5.3.1 Field Selections", "", "{ pet { ...interfaceFieldSelection } } fragment interfaceFieldSelection on Pet { name }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ pet { ...definedOnImplementersButNotInterface } } fragment definedOnImplementersButNotInterface on Pet { nickname }" },
        { "5.3.1 Field Selections", "", "{ catOrDog { ...inDirectFieldSelectionOnUnion } } fragment inDirectFieldSelectionOnUnion on CatOrDog { __typename ... on Pet { name } ... on Dog { barkVolume } }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ catOrDog { ...directFieldSelectionOnUnion } } fragment directFieldSelectionOnUnion on CatOrDog { name barkVolume }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ dog { ...fieldNotDefined } catOrDog { nope } } fragment fieldNotDefined on Dog { meowVolume }" },
        { "5.3.2 Field Selection Merging", "", "{ dog { ...mergeIdenticalFields } } fragment mergeIdenticalFields on Dog { name name }" },
        { "5.3.2 Field Selection Merging", "", "{ dog { ...mergeIdenticalAliasesAndFields } } fragment mergeIdenticalAliasesAndFields on Dog { otherName: name otherName: name }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "{ dog { ...conflictingBecauseAlias } } fragment conflictingBecauseAlias on Dog { name: nickname name }" },
        { "5.3.2 Field Selection Merging", "", "{ dog { ...mergeIdenticalFieldsWithIdenticalArgs } } fragment mergeIdenticalFieldsWithIdenticalArgs on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: SIT) }" },
        { "5.3.2 Field Selection Merging", "", "query q($dogCommand: DogCommand!) { dog { doesKnowCommand(dogCommand: $dogCommand) doesKnowCommand(dogCommand: $dogCommand) } }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "{ dog { ...conflictingArgsOnValues } } fragment conflictingArgsOnValues on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: HEEL) }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "query q($dogCommand: DogCommand!) { dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: $dogCommand) } }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "query q($varOne: DogCommand!, $varTwo: DogCommand!) { dog { doesKnowCommand(dogCommand: $varOne) doesKnowCommand(dogCommand: $varTwo) } }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "{ dog { isHouseTrained(atOtherHomes: true) isHouseTrained } }" },
        { "5.3.2 Field Selection Merging", "", "{ pet { ...safeDifferingFields } } fragment safeDifferingFields on Pet { ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } }" },
        { "5.3.2 Field Selection Merging", "", "{ pet { ...safeDifferingArgs } } fragment safeDifferingArgs on Pet { ... on Dog { doesKnowCommand(dogCommand: SIT) } ... on Cat { doesKnowCommand(catCommand: JUMP) } }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "{ pet { ...conflictingDifferingResponses } } fragment conflictingDifferingResponses on Pet { ... on Dog { someValue: nickname } ... on Cat { someValue: meowVolume } }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged", "{ pet { ... on Dog { extra { string } } ... on Cat { extra { string } } } }" },
        { "5.3.2 Field Selection Merging", "OverlappingFieldsCanBeMerged ProvidedRequiredArguments", "{ dog { ...differingArgs } } fragment differingArgs on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand }" },
        { "5.3.3 Leaf Field Selections", "", "{ dog { ...scalarSelection } } fragment scalarSelection on Dog { barkVolume }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "{ dog { barkVolume { sinceWhen } } }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "query directQueryOnObjectWithoutSubFields { human }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "query directQueryOnInterfaceWithoutSubFields { pet }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "query directQueryOnUnionWithoutSubFields { catOrDog }" },
        { "5.3.3 Leaf Field Selections", "", "query directQueryOnObjectWithSubFields { human { name } }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);
}
