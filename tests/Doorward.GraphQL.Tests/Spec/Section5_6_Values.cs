using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.6 Values: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_6_Values(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.6.1 Values of Correct Type", "", "{ arguments { booleanArgField(booleanArg: true) } }" },
        { "5.6.1 Values of Correct Type", "", "{ arguments { floatArgField(floatArg: 1) } }" },
        { "5.6.1 Values of Correct Type", "", "query goodComplexDefaultValue($search: FindDogInput = { name: \"Fido\" }) { findDog(searchBy: $search) { name } }" },
        { "5.6.1 Values of Correct Type", "ValuesOfCorrectType", "{ arguments { intArgField(intArg: \"123\") } }" },
        { "5.6.1 Values of Correct Type", "ValuesOfCorrectType", "query badComplexValue { findDog(searchBy: { name: 123 }) { name } }" },
        { "5.6.1 Values of Correct Type, OneOf", "", "mutation addPet($pet: PetInput!) { addPet(pet: $pet) { name } }" },
        { "5.6.1 Values of Correct Type, OneOf", "", "mutation addPet($cat: CatInput!) { addPet(pet: { cat: $cat }) { name } }" },
        { "5.6.1 Values of Correct Type, OneOf", "ValuesOfCorrectType", "mutation { addPet(pet: { cat: { name: \"B\" }, dog: { name: \"C\" } }) { name } }" },
        { "5.6.1 Values of Correct Type, OneOf", "ValuesOfCorrectType", "mutation { addPet(pet: { cat: null }) { name } }" },
        { "5.6.1 Values of Correct Type", "", "{ arguments { ...goodBooleanArg ...coercedIntIntoFloatArg } } fragment goodBooleanArg on Arguments { booleanArgField(booleanArg: true) } fragment coercedIntIntoFloatArg on Arguments { floatArgField(floatArg: 123) }" },
        { "5.6.1 Values of Correct Type, OneOf", "", "mutation addPet($pet: PetInput! = { cat: { name: \"Brontie\" } }) { addPet(pet: $pet) { name } }" },
        { "5.6.1 Values of Correct Type, OneOf", "ValuesOfCorrectType", "mutation oneOfWithNoFields { addPet(pet: {}) { name } }" },
        { "5.6.2 Input Object Field Names", "ValuesOfCorrectType", "{ findDog(searchBy: { favoriteCookieFlavor: \"Bacon\" }) { name } }" },
        { "5.6.2 Input Object Field Names", "", "{ findDog(searchBy: { name: \"Fido\" }) { name } }" },
        { "5.6.3 Input Object Field Uniqueness", "UniqueInputFieldNames", "{ findDog(searchBy: { name: \"a\", name: \"b\" }) { name } }" },
        { "5.6.4 Input Object Required Fields", "ValuesOfCorrectType", "mutation { addPet(pet: { cat: { nickname: \"x\" } }) { name } }" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);

    /// <summary>The reference (17.1.0) does not look at variables of a oneOf's field where the input object itself may not be null.</summary>
    [Theory]
    [InlineData("ValuesOfCorrectType VariablesInAllowedPosition", "mutation oneOfWithTwoFields($dog: DogInput) { addPet(pet: { cat: { name: \"Brontie\" }, dog: $dog }) { name } }")]
    [InlineData("VariablesInAllowedPosition", "mutation listOfOneOfWithNullableVariable($dog: DogInput) { addPets(pets: [{ dog: $dog }]) { name } }")]
    public void Section_5_6_1_a_nullable_variable_in_a_oneOf_object(string rules, string document) =>
        string.Join(' ', Section5.Validate(document).Select(e => e.Rule).Distinct().Order(StringComparer.Ordinal)).ShouldBe(rules);
}
