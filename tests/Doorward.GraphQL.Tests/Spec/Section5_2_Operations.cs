using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>The examples of 5.2 Operations: the number of each, the rules it breaks (none: it is valid), the document.</summary>
public sealed class Section5_2_Operations(ReferenceImplementation oracle)
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "5.2.1.1 Operation Type Existence", "", "query helloQuery { dog { name } }" },
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
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Rule(string section, string rules, string document) => Section5.Holds(oracle, section, rules, document);

    [Fact]
    public void Section_5_2_1_1_an_operation_of_a_kind_the_schema_does_not_have()
    {
        var schema = GraphSchema.Parse("type Query { hello: String }");
        DocumentValidator.Validate(schema, Parser.Parse("query helloQuery { hello }")).ShouldBeEmpty();
        DocumentValidator.Validate(schema, Parser.Parse("mutation goodbyeMutation { goodbye }")).Select(e => e.Rule).ShouldContain("KnownOperationTypes");
    }
}
