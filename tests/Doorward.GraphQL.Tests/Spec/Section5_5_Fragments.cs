using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.5 Fragments: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_5_Fragments(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.5.1.1 Fragment Name Uniqueness", "UniqueFragmentNames", "{ dog { ...fragmentOne } } fragment fragmentOne on Dog { name } fragment fragmentOne on Dog { owner { name } }" },
        { "5.5.1.1 Fragment Name Uniqueness", "", "{ dog { ...fragmentOne ...fragmentTwo } } fragment fragmentOne on Dog { name } fragment fragmentTwo on Dog { owner { name } }" },
        { "5.5.1.2 Fragment Spread Type Existence", "", "{ dog { ...correctType ...inlineFragment2 } } fragment correctType on Dog { name } fragment inlineFragment2 on Dog { ... @include(if: true) { name } }" },
        { "5.5.1.2 Fragment Spread Type Existence", "KnownTypeNames", "{ dog { ...notOnExistingType } } fragment notOnExistingType on NotInSchema { name }" },
        { "5.5.1.2 Fragment Spread Type Existence", "KnownTypeNames", "{ dog { ... on NotInSchema { name } } }" },
        { "5.5.1.2 Fragment Spread Type Existence", "", "{ dog { ...inlineFragment } } fragment inlineFragment on Dog { ... on Dog { name } }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "", "{ catOrDog { ...fragOnUnion } } fragment fragOnUnion on CatOrDog { ... on Dog { name } }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "FragmentsOnCompositeTypes", "{ dog { ...fragOnScalar } } fragment fragOnScalar on Int { something }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "FragmentsOnCompositeTypes", "{ dog { ... on Boolean { somethingElse } } }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "", "{ dog { ...fragOnObject } pet { ...fragOnInterface } } fragment fragOnObject on Dog { name } fragment fragOnInterface on Pet { name }" },
        { "5.5.1.4 Fragments Must Be Used", "NoUnusedFragments", "fragment nameFragment on Dog { name } { dog { name } }" },
        { "5.5.2.1 Fragment Spread Target Defined", "KnownFragmentNames", "{ dog { ...undefinedFragment } }" },
        { "5.5.2.2 Fragment Spreads Must Not Form Cycles", "NoFragmentCycles", "{ dog { ...nameFragment } } fragment nameFragment on Dog { name ...barkVolumeFragment } fragment barkVolumeFragment on Dog { barkVolume ...nameFragment }" },
        { "5.5.2.2 Fragment Spreads Must Not Form Cycles", "NoFragmentCycles", "{ dog { ...dogFragment } } fragment dogFragment on Dog { name owner { ...ownerFragment } } fragment ownerFragment on Human { name pets { ...dogFragment } }" },
        { "5.5.2.2 Fragment Spreads Must Not Form Cycles", "", "{ dog { name barkVolume name barkVolume name barkVolume name } }" },
        { "5.5.2.3.1 Object Spreads in Object Scope", "", "{ dog { ... on Dog { barkVolume } } }" },
        { "5.5.2.3.1 Object Spreads in Object Scope", "PossibleFragmentSpreads", "{ dog { ... on Cat { meowVolume } } }" },
        { "5.5.2.3.2 Abstract Spreads in Object Scope", "", "{ dog { ...petNameFragment } } fragment petNameFragment on Pet { name }" },
        { "5.5.2.3.2 Abstract Spreads in Object Scope", "", "{ dog { ...catOrDogFragment } } fragment catOrDogFragment on CatOrDog { ... on Cat { meowVolume } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "", "{ pet { name ... on Dog { barkVolume } } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "", "{ catOrDog { ... on Cat { meowVolume } } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "PossibleFragmentSpreads", "{ human { ...sentientFragment } } fragment sentientFragment on Sentient { ... on Dog { barkVolume } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "PossibleFragmentSpreads", "{ human { ... on HumanOrAlien { ...humanOrAlienFragment } } } fragment humanOrAlienFragment on HumanOrAlien { ... on Cat { meowVolume } }" },
        { "5.5.2.3.4 Abstract Spreads in Abstract Scope", "", "{ pet { ...unionWithInterface } } fragment unionWithInterface on Pet { ...dogOrHumanFragment } fragment dogOrHumanFragment on DogOrHuman { ... on Dog { barkVolume } }" },
        { "5.5.2.3.4 Abstract Spreads in Abstract Scope", "PossibleFragmentSpreads", "{ pet { ...nonIntersectingInterfaces } } fragment nonIntersectingInterfaces on Pet { ...sentientFragment } fragment sentientFragment on Sentient { name }" },
        { "5.5.2.3.4 Abstract Spreads in Abstract Scope", "", "{ node { ...interfaceWithInterface } } fragment interfaceWithInterface on Node { ...resourceFragment } fragment resourceFragment on Resource { url }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);
}
