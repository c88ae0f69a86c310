using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>
/// The examples of section 5, by the number of their section. Each is held against this library and, where Node is, against
/// npm graphql too.
/// </summary>
public sealed class Section5(ReferenceImplementation oracle)
{
    private const string Sdl = """
        type Query { dog: Dog cat: Cat human: Human pet: Pet catOrDog: CatOrDog findDog(searchBy: FindDogInput): Dog booleanList(booleanListArg: [Boolean!]): Boolean arguments: Arguments findPet(searchBy: PetSearch): Pet }
        type Mutation { addPet(pet: PetInput!): Pet addPets(pets: [PetInput!]!): [Pet] }
        type Subscription { newMessage: Message disallowedSecondRootField: Boolean }
        type Message { body: String sender: String }
        enum DogCommand { SIT DOWN HEEL }
        enum CatCommand { JUMP }
        type Dog implements Pet { name: String! nickname: String barkVolume: Int doesKnowCommand(dogCommand: DogCommand!): Boolean! isHouseTrained(atOtherHomes: Boolean): Boolean! owner: Human extra: Extra }
        type Extra { string: String }
        interface Sentient { name: String! }
        interface Pet { name: String! }
        type Alien implements Sentient { name: String! homePlanet: String }
        type Human implements Sentient { name: String! pets: [Pet!] }
        type Cat implements Pet { name: String! nickname: String doesKnowCommand(catCommand: CatCommand!): Boolean! meowVolume: Int extra: [Extra] }
        union CatOrDog = Cat | Dog
        union DogOrHuman = Dog | Human
        union HumanOrAlien = Human | Alien
        input FindDogInput { name: String owner: String }
        type Arguments { multipleRequirements(x: Int!, y: Int!): Int! booleanArgField(booleanArg: Boolean): Boolean floatArgField(floatArg: Float): Float nonNullFloatArgField(floatArg: Float!): Float intArgField(intArg: Int): Int
          nonNullBooleanArgField(nonNullBooleanArg: Boolean!): Boolean! booleanListArgField(booleanListArg: [Boolean]!): [Boolean] optionalNonNullBooleanArgField(optionalBooleanArg: Boolean! = false): Boolean! }
        input PetInput @oneOf { cat: CatInput dog: DogInput fish: FishInput }
        input CatInput { name: String! nickname: String meowVolume: Int }
        input DogInput { name: String! nickname: String barkVolume: Int }
        input FishInput { name: String! tankSize: Int }
        input PetSearch { owner: String name: String }
        directive @unique on FIELD
        directive @many repeatable on FIELD
        """;

    private static readonly GraphSchema Types = GraphSchema.Parse(Sdl);

    // section, the rule that fails (empty: the document is valid), the document
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.1.1 Executable Definitions", "ExecutableDefinitions", "query getDogName { dog { name } } extend type Dog { color: String }" },
        { "5.2.1 Operation Type Existence", "", "query helloQuery { dog { name } }" },
        { "5.2.2.1 Operation Name Uniqueness", "", "query getDogName { dog { name } } query getOwnerName { dog { owner { name } } }" },
        { "5.2.2.1 Operation Name Uniqueness", "UniqueOperationNames", "query getName { dog { name } } query getName { dog { owner { name } } }" },
        { "5.2.2.1 Operation Name Uniqueness", "UniqueOperationNames", "query dogOperation { dog { name } } mutation dogOperation { addPet(pet: { cat: { name: \"x\" } }) { name } }" },
        { "5.2.3.1 Lone Anonymous Operation", "", "{ dog { name } }" },
        { "5.2.3.1 Lone Anonymous Operation", "LoneAnonymousOperation", "{ dog { name } } query getName { dog { owner { name } } }" },
        { "5.2.4.1 Single Root Field", "", "subscription sub { newMessage { body sender } }" },
        { "5.2.4.1 Single Root Field", "", "subscription sub { ...newMessageFields } fragment newMessageFields on Subscription { newMessage { body sender } }" },
        { "5.2.4.1 Single Root Field", "SingleFieldSubscriptions", "subscription sub { newMessage { body sender } disallowedSecondRootField }" },
        { "5.2.4.1 Single Root Field", "SingleFieldSubscriptions", "subscription sub { ...multipleSubscriptions } fragment multipleSubscriptions on Subscription { newMessage { body sender } disallowedSecondRootField }" },
        { "5.2.4.1 Single Root Field", "SingleFieldSubscriptions", "subscription requiredRuntimeValidation($bool: Boolean!) { newMessage @include(if: $bool) { body sender } disallowedSecondRootField @skip(if: $bool) }" },
        { "5.2.4.1 Single Root Field", "SingleFieldSubscriptions", "subscription sub { __typename }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ dog { ...fieldNotDefined } } fragment fieldNotDefined on Dog { meowVolume }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ dog { ...aliasedLyingFieldTargetNotDefined } } fragment aliasedLyingFieldTargetNotDefined on Dog { barkVolume: kawVolume }" },
        { "5.3.1 Field Selections", "", "{ pet { ...interfaceFieldSelection } } fragment interfaceFieldSelection on Pet { name }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ pet { ...definedOnImplementersButNotInterface } } fragment definedOnImplementersButNotInterface on Pet { nickname }" },
        { "5.3.1 Field Selections", "", "{ catOrDog { ...inDirectFieldSelectionOnUnion } } fragment inDirectFieldSelectionOnUnion on CatOrDog { __typename ... on Pet { name } ... on Dog { barkVolume } }" },
        { "5.3.1 Field Selections", "FieldsOnCorrectType", "{ catOrDog { ...directFieldSelectionOnUnion } } fragment directFieldSelectionOnUnion on CatOrDog { name barkVolume }" },
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
        { "5.3.3 Leaf Field Selections", "", "{ dog { ...scalarSelection } } fragment scalarSelection on Dog { barkVolume }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "{ dog { barkVolume { sinceWhen } } }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "query directQueryOnObjectWithoutSubFields { human }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "query directQueryOnInterfaceWithoutSubFields { pet }" },
        { "5.3.3 Leaf Field Selections", "ScalarLeafs", "query directQueryOnUnionWithoutSubFields { catOrDog }" },
        { "5.4.1 Argument Names", "", "{ dog { doesKnowCommand(dogCommand: SIT) isHouseTrained(atOtherHomes: true) @include(if: true) } }" },
        { "5.4.1 Argument Names", "KnownArgumentNames ProvidedRequiredArguments", "{ dog { doesKnowCommand(command: CLEAN_UP_HOUSE) } }" },
        { "5.4.1 Argument Names", "KnownArgumentNames ProvidedRequiredArguments", "{ dog { isHouseTrained(atOtherHomes: true) @include(unless: false) } }" },
        { "5.4.1 Argument Names", "", "{ arguments { multipleRequirements(y: 1, x: 2) } }" },
        { "5.4.2 Argument Uniqueness", "UniqueArgumentNames", "{ arguments { intArgField(intArg: 1, intArg: 2) } }" },
        { "5.4.3 Required Arguments", "", "{ arguments { booleanArgField(booleanArg: true) nonNullBooleanArgField(nonNullBooleanArg: true) } }" },
        { "5.4.3 Required Arguments", "", "{ arguments { booleanArgField } }" },
        { "5.4.3 Required Arguments", "ProvidedRequiredArguments", "{ arguments { nonNullBooleanArgField } }" },
        { "5.4.3 Required Arguments", "ValuesOfCorrectType", "{ arguments { nonNullBooleanArgField(nonNullBooleanArg: null) } }" },
        { "5.5.1.1 Fragment Name Uniqueness", "UniqueFragmentNames", "{ dog { ...fragmentOne } } fragment fragmentOne on Dog { name } fragment fragmentOne on Dog { owner { name } }" },
        { "5.5.1.2 Fragment Spread Type Existence", "", "{ dog { ...correctType ...inlineFragment2 } } fragment correctType on Dog { name } fragment inlineFragment2 on Dog { ... @include(if: true) { name } }" },
        { "5.5.1.2 Fragment Spread Type Existence", "KnownTypeNames", "{ dog { ...notOnExistingType } } fragment notOnExistingType on NotInSchema { name }" },
        { "5.5.1.2 Fragment Spread Type Existence", "KnownTypeNames", "{ dog { ... on NotInSchema { name } } }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "", "{ catOrDog { ...fragOnUnion } } fragment fragOnUnion on CatOrDog { ... on Dog { name } }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "FragmentsOnCompositeTypes", "{ dog { ...fragOnScalar } } fragment fragOnScalar on Int { something }" },
        { "5.5.1.3 Fragments on Object, Interface or Union Types", "FragmentsOnCompositeTypes", "{ dog { ... on Boolean { somethingElse } } }" },
        { "5.5.1.4 Fragments Must Be Used", "NoUnusedFragments", "fragment nameFragment on Dog { name } { dog { name } }" },
        { "5.5.2.1 Fragment Spread Target Defined", "KnownFragmentNames", "{ dog { ...undefinedFragment } }" },
        { "5.5.2.2 Fragment Spreads Must Not Form Cycles", "NoFragmentCycles", "{ dog { ...nameFragment } } fragment nameFragment on Dog { name ...barkVolumeFragment } fragment barkVolumeFragment on Dog { barkVolume ...nameFragment }" },
        { "5.5.2.2 Fragment Spreads Must Not Form Cycles", "NoFragmentCycles", "{ dog { ...dogFragment } } fragment dogFragment on Dog { name owner { ...ownerFragment } } fragment ownerFragment on Human { name pets { ...dogFragment } }" },
        { "5.5.2.3.1 Object Spreads in Object Scope", "", "{ dog { ... on Dog { barkVolume } } }" },
        { "5.5.2.3.1 Object Spreads in Object Scope", "PossibleFragmentSpreads", "{ dog { ... on Cat { meowVolume } } }" },
        { "5.5.2.3.2 Abstract Spreads in Object Scope", "", "{ dog { ...petNameFragment } } fragment petNameFragment on Pet { name }" },
        { "5.5.2.3.2 Abstract Spreads in Object Scope", "", "{ dog { ...catOrDogFragment } } fragment catOrDogFragment on CatOrDog { ... on Cat { meowVolume } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "", "{ pet { name ... on Dog { barkVolume } } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "", "{ catOrDog { ... on Cat { meowVolume } } }" },
        { "5.5.2.3.3 Object Spreads in Abstract Scope", "PossibleFragmentSpreads", "{ human { ...sentientFragment } } fragment sentientFragment on Sentient { ... on Dog { barkVolume } }" },
        { "5.5.2.3.4 Abstract Spreads in Abstract Scope", "", "{ pet { ...unionWithInterface } } fragment unionWithInterface on Pet { ...dogOrHumanFragment } fragment dogOrHumanFragment on DogOrHuman { ... on Dog { barkVolume } }" },
        { "5.5.2.3.4 Abstract Spreads in Abstract Scope", "PossibleFragmentSpreads", "{ pet { ...nonIntersectingInterfaces } } fragment nonIntersectingInterfaces on Pet { ...sentientFragment } fragment sentientFragment on Sentient { name }" },
        { "5.6.1 Values of Correct Type", "", "{ arguments { booleanArgField(booleanArg: true) } }" },
        { "5.6.1 Values of Correct Type", "", "{ arguments { floatArgField(floatArg: 1) } }" },
        { "5.6.1 Values of Correct Type", "", "query goodComplexDefaultValue($search: FindDogInput = { name: \"Fido\" }) { findDog(searchBy: $search) { name } }" },
        { "5.6.1 Values of Correct Type", "ValuesOfCorrectType", "{ arguments { intArgField(intArg: \"123\") } }" },
        { "5.6.1 Values of Correct Type", "ValuesOfCorrectType", "query badComplexValue { findDog(searchBy: { name: 123 }) { name } }" },
        { "5.6.2 Input Object Field Names", "ValuesOfCorrectType", "{ findDog(searchBy: { favoriteCookieFlavor: \"Bacon\" }) { name } }" },
        { "5.6.3 Input Object Field Uniqueness", "UniqueInputFieldNames", "{ findDog(searchBy: { name: \"a\", name: \"b\" }) { name } }" },
        { "5.6.4 Input Object Required Fields", "ValuesOfCorrectType", "mutation { addPet(pet: { cat: { nickname: \"x\" } }) { name } }" },
        { "5.6.1 OneOf Input Objects", "", "mutation addPet($pet: PetInput!) { addPet(pet: $pet) { name } }" },
        { "5.6.1 OneOf Input Objects", "", "mutation addPet($cat: CatInput!) { addPet(pet: { cat: $cat }) { name } }" },
        { "5.6.1 OneOf Input Objects", "ValuesOfCorrectType", "mutation { addPet(pet: { cat: { name: \"B\" }, dog: { name: \"C\" } }) { name } }" },
        { "5.6.1 OneOf Input Objects", "ValuesOfCorrectType", "mutation { addPet(pet: { cat: null }) { name } }" },
        { "5.7.1 Directives Are Defined", "KnownDirectives", "{ dog { name @nowhere } }" },
        { "5.7.2 Directives Are in Valid Locations", "KnownDirectives", "query @skip(if: $foo) { dog { name } } # $foo is not reached by the rule here".Replace("$foo", "true", StringComparison.Ordinal) },
        { "5.7.3 Directives Are Unique per Location", "UniqueDirectivesPerLocation", "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) @skip(if: $bar) { name } }" },
        { "5.7.3 Directives Are Unique per Location", "", "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) { name } dog @skip(if: $bar) { nickname } }" },
        { "5.7.3 Directives Are Unique per Location", "", "{ dog { name @many @many } }" },
        { "5.8.1 Variable Uniqueness", "UniqueVariableNames", "query houseTrainedQuery($atOtherHomes: Boolean, $atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.1 Variable Uniqueness", "", "query A($atOtherHomes: Boolean) { ...HouseTrainedFragment } query B($atOtherHomes: Boolean) { ...HouseTrainedFragment } fragment HouseTrainedFragment on Query { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.2 Variables Are Input Types", "", "query takesBoolean($atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } } query takesListOfBooleanBang($booleans: [Boolean!]) { booleanList(booleanListArg: $booleans) }" },
        { "5.8.2 Variables Are Input Types", "VariablesAreInputTypes NoUnusedVariables", "query takesCat($cat: Cat) { dog { name } }" },
        { "5.8.2 Variables Are Input Types", "VariablesAreInputTypes NoUnusedVariables", "query takesListOfPet($pets: [Pet]) { dog { name } }" },
        { "5.8.3 All Variable Uses Defined", "NoUndefinedVariables", "query variableIsNotDefined { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.3 All Variable Uses Defined", "NoUndefinedVariables", "query outer { dog { ...isHouseTrainedFragment } } fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.4 All Variables Used", "NoUnusedVariables", "query variableUnused($atOtherHomes: Boolean) { dog { isHouseTrained } }" },
        { "5.8.4 All Variables Used", "", "query variableUsedInFragment($atOtherHomes: Boolean) { dog { ...f } } fragment f on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.4 All Variables Used", "NoUnusedVariables", "query ok($atOtherHomes: Boolean) { dog { ...f } } query extra($atOtherHomes: Boolean, $extra: Int) { dog { ...f } } fragment f on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query intCannotGoIntoBoolean($intArg: Int) { arguments { booleanArgField(booleanArg: $intArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query booleanListCannotGoIntoBoolean($booleanListArg: [Boolean]) { arguments { booleanArgField(booleanArg: $booleanListArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query booleanArgQuery($booleanArg: Boolean) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $booleanArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "query nonNullListToList($nonNullBooleanList: [Boolean]!) { arguments { booleanListArgField(booleanListArg: $nonNullBooleanList) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query listToNonNullList($booleanList: [Boolean]) { arguments { booleanListArgField(booleanListArg: $booleanList) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "query booleanArgQueryWithDefault($booleanArg: Boolean) { arguments { optionalNonNullBooleanArgField(optionalBooleanArg: $booleanArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "query booleanArgQueryWithDefault($booleanArg: Boolean = true) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $booleanArg) } }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Rule(string section, string rules, string document)
    {
        var errors = DocumentValidator.Validate(Types, Parser.Parse(document));

        var failed = string.Join(' ', errors.Select(e => e.Rule).Distinct());
        var expected = rules.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        expected.ShouldBeSubsetOf(failed.Split(' '), section);
        if (expected.Length == 0)
        {
            errors.ShouldBeEmpty(section);
        }

        if (Npm.IsHere)
        {
            await oracle.Ask(new { op = "schema", name = "section5", sdl = Sdl });
            var answer = await oracle.Ask(new { op = "validate", schema = "section5", doc = document });
            var theirs = answer["errors"]!.AsArray().Select(e => (string)e!).Order(StringComparer.Ordinal);
            errors.Select(e => $"{e.Rule} {string.Join(' ', e.Locations.Select(l => $"{l.Line}:{l.Column}"))}").Order(StringComparer.Ordinal).ShouldBe(theirs, section);
        }
    }

    /// <summary>The reference (17.1.0) misses this when the input object itself is non-null; 5.8.5 does not.</summary>
    [Fact]
    public void Rule_5_8_5_a_nullable_variable_is_no_field_of_a_oneOf_even_where_the_reference_allows_it()
    {
        var errors = DocumentValidator.Validate(Types, Parser.Parse("mutation addPet($cat: CatInput) { addPet(pet: { cat: $cat }) { name } }"));
        errors.Single().Rule.ShouldBe("VariablesInAllowedPosition");
    }
}
