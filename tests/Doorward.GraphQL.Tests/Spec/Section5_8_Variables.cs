using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.8 Variables: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_8_Variables(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.8.1 Variable Uniqueness", "UniqueVariableNames", "query houseTrainedQuery($atOtherHomes: Boolean, $atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.1 Variable Uniqueness", "", "query A($atOtherHomes: Boolean) { ...HouseTrainedFragment } query B($atOtherHomes: Boolean) { ...HouseTrainedFragment } fragment HouseTrainedFragment on Query { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.2 Variables Are Input Types", "", "query takesBoolean($atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } } query takesListOfBooleanBang($booleans: [Boolean!]) { booleanList(booleanListArg: $booleans) }" },
        { "5.8.2 Variables Are Input Types", "VariablesAreInputTypes NoUnusedVariables", "query takesCat($cat: Cat) { dog { name } }" },
        { "5.8.2 Variables Are Input Types", "VariablesAreInputTypes NoUnusedVariables", "query takesListOfPet($pets: [Pet]) { dog { name } }" },
        { "5.8.2 Variables Are Input Types", "", "query takesComplexInput($search: FindDogInput) { findDog(searchBy: $search) { name } }" },
        { "5.8.2 Variables Are Input Types", "VariablesAreInputTypes NoUnusedVariables", "query takesDogBang($dog: Dog!) { dog { name } }" },
        { "5.8.2 Variables Are Input Types", "VariablesAreInputTypes NoUnusedVariables", "query takesCatOrDog($catOrDog: CatOrDog) { dog { name } }" },
        { "5.8.3 All Variable Uses Defined", "NoUndefinedVariables", "query variableIsNotDefined { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.3 All Variable Uses Defined", "NoUndefinedVariables", "query outer { dog { ...isHouseTrainedFragment } } fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.3 All Variable Uses Defined", "", "query variableIsDefined($atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }" },
        { "5.8.3 All Variable Uses Defined", "", "query variableIsDefinedUsedInSingleFragment($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } } fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.3 All Variable Uses Defined", "NoUndefinedVariables", "query variableIsNotDefinedUsedInNestedFragment { dog { ...outerHouseTrainedFragment } } fragment outerHouseTrainedFragment on Dog { ...isHouseTrainedFragment } fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.3 All Variable Uses Defined", "", "query houseTrainedQueryOne($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } } query houseTrainedQueryTwo($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } } fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.3 All Variable Uses Defined", "NoUndefinedVariables", "query houseTrainedQueryOne($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } } query houseTrainedQueryTwoNotDefined { dog { ...isHouseTrainedFragment } } fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.4 All Variables Used", "NoUnusedVariables", "query variableUnused($atOtherHomes: Boolean) { dog { isHouseTrained } }" },
        { "5.8.4 All Variables Used", "", "query variableUsedInFragment($atOtherHomes: Boolean) { dog { ...f } } fragment f on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.4 All Variables Used", "NoUnusedVariables", "query ok($atOtherHomes: Boolean) { dog { ...f } } query extra($atOtherHomes: Boolean, $extra: Int) { dog { ...f } } fragment f on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }" },
        { "5.8.4 All Variables Used", "NoUnusedVariables", "query variableNotUsedWithinFragment($atOtherHomes: Boolean) { dog { ...isHouseTrainedWithoutVariableFragment } } fragment isHouseTrainedWithoutVariableFragment on Dog { isHouseTrained }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query intCannotGoIntoBoolean($intArg: Int) { arguments { booleanArgField(booleanArg: $intArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query booleanListCannotGoIntoBoolean($booleanListArg: [Boolean]) { arguments { booleanArgField(booleanArg: $booleanListArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query booleanArgQuery($booleanArg: Boolean) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $booleanArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "query nonNullListToList($nonNullBooleanList: [Boolean]!) { arguments { booleanListArgField(booleanListArg: $nonNullBooleanList) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "VariablesInAllowedPosition", "query listToNonNullList($booleanList: [Boolean]) { arguments { booleanListArgField(booleanListArg: $booleanList) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "query booleanArgQueryWithDefault($booleanArg: Boolean) { arguments { optionalNonNullBooleanArgField(optionalBooleanArg: $booleanArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "query booleanArgQueryWithDefault($booleanArg: Boolean = true) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $booleanArg) } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "mutation addCat($cat: CatInput!) { addPet(pet: { cat: $cat }) { name } }" },
        { "5.8.5 All Variable Usages Are Allowed", "", "mutation addCatWithDefault($cat: CatInput! = { name: \"Brontie\" }) { addPet(pet: { cat: $cat }) { name } }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);

    /// <summary>The reference (17.1.0) misses this when the input object itself is non-null; 5.8.5 does not.</summary>
    [Fact]
    public void Section_5_8_5_a_nullable_variable_is_no_field_of_a_oneOf_even_where_the_reference_allows_it()
    {
        var errors = Section5.Validate("mutation addNullableCat($cat: CatInput) { addPet(pet: { cat: $cat }) { name } }");
        errors.Single().Rule.ShouldBe("VariablesInAllowedPosition");
    }
}
