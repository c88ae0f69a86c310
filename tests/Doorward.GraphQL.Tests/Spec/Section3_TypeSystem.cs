using System.Text.Json.Nodes;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>3 Type System: the schemas of the text and those each rule forbids, by number; this library and npm graphql accept, refuse and print the same.</summary>
public sealed class Section3_TypeSystem(ReferenceImplementation oracle)
{
    public static TheoryData<string, string> Broken => new()
    {
        { "3.3.1 Root Operation Types", "type A { a: Int }" },
        { "3.3.1 Root Operation Types", "schema { query: A mutation: A } type A { a: Int }" },
        { "3.3.1 Root Operation Types", "schema { query: A } input A { a: Int }" },
        { "3.3.1 Root Operation Types", "schema { query: A query: B } type A { a: Int } type B { a: Int }" },
        { "3.3.1 Root Operation Types", "schema { query: Query } schema { query: Query } type Query { a: Int }" },
        { "3.3 Names are unique", "type Query { a: Int } type Query { b: Int }" },
        { "3.3 Names are unique", "type Query { a: Int } directive @a on FIELD directive @a on FIELD" },
        { "3.3 Reserved names", "type Query { __a: Int }" },
        { "3.3 Reserved names", "type Query { a: __B } type __B { a: Int }" },
        { "3.4 Types exist", "type Query { a: Nowhere }" },
        { "3.4.3 Type Extensions", "type Query { a: Int } extend type Nowhere { a: Int }" },
        { "3.4.3 Type Extensions", "type Query { a: Int } extend interface Query { b: Int }" },
        { "3.4.3 Type Extensions", "type Query { a: Int } extend type Query { a: Int }" },
        { "3.6 Objects", "type Query" },
        { "3.6 Objects", "type Query { a: Int a: String }" },
        { "3.6 Objects", "type Query { a: In } input In { b: Int }" },
        { "3.6 Objects", "type Query { a(b: Query): Int }" },
        { "3.6 Objects", "type Query { a(b: Int, b: Int): Int }" },
        { "3.6.2 Deprecated required arguments", "type Query { a(b: Int! @deprecated): Int }" },
        { "3.7 Interfaces", "type Query implements I { a: Int } interface I { b: Int }" },
        { "3.7 Interfaces", "type Query implements I { a: String } interface I { a: Int }" },
        { "3.7 Interfaces", "type Query implements I { a(b: Int): Int } interface I { a(b: String): Int }" },
        { "3.7 Interfaces", "type Query implements I { a: Int } interface I { a(b: String): Int }" },
        { "3.7 Interfaces", "type Query implements I { a(b: Int!): Int } interface I { a: Int }" },
        { "3.7 Interfaces", "type Query implements I { a: Int } interface I implements J { a: Int } interface J { a: Int }" },
        { "3.7 Interfaces", "type Query { a: Int } interface I implements J { a: Int } interface J implements I { a: Int }" },
        { "3.7 Interfaces", "type Query { a: Int } interface I implements I { a: Int }" },
        { "3.7 Interfaces", "type Query implements I & I { a: Int } interface I { a: Int }" },
        { "3.7 Interfaces", "type Query implements Other { a: Int } type Other { a: Int }" },
        { "3.7 Interfaces", "type Query implements I { a: Int @deprecated } interface I { a: Int }" },
        { "3.8 Unions", "type Query { a: U } union U" },
        { "3.8 Unions", "type Query { a: U } union U = Query | Query" },
        { "3.8 Unions", "type Query { a: U } union U = Int" },
        { "3.9 Enums", "type Query { a: E } enum E" },
        { "3.9 Enums", "type Query { a: E } enum E { A A }" },
        { "3.9 Enums", "type Query { a: E } enum E { true }" },
        { "3.10 Input Objects", "type Query { a(b: In): Int } input In" },
        { "3.10 Input Objects", "type Query { a(b: In): Int } input In { a: Query }" },
        { "3.10 Input Objects", "type Query { a(b: In): Int } input In { a: In! }" },
        { "3.10 Input Objects", "type Query { a(b: In): Int } input In { a: Other! } input Other { a: In! }" },
        { "3.10 Input Object default cycles", "type Query { a(b: In): Int } input In { a: In = {} }" },
        { "3.10 Input Objects", "type Query { a(b: In): Int } input In { a: Int! @deprecated }" },
        { "3.10.1 OneOf Input Objects", "type Query { a(b: In): Int } input In @oneOf { a: Int! b: Int }" },
        { "3.10.1 OneOf Input Objects", "type Query { a(b: In): Int } input In @oneOf { a: Int = 1 b: Int }" },
        { "3.10.1 OneOf Input Objects", "type Query { a(b: In): Int } input In @oneOf { a: In }" },
        { "3.6.1 Defaults", "type Query { a(b: Int = \"x\"): Int }" },
        { "3.6.1 Defaults", "type Query { a(b: Int! = null): Int }" },
        { "3.13 Directives", "type Query { a: Int @nowhere }" },
        { "3.13 Directives", "type Query { a: Int @deprecated @deprecated }" },
        { "3.13 Directives", "type Query @deprecated { a: Int }" },
        { "3.13 Directives", "type Query { a: S } scalar S @specifiedBy" },
        { "3.13 Directives", "type Query { a: S } scalar S @specifiedBy(url: \"x\", extra: 1)" },
        { "3.13 Directives", "directive @__a on FIELD type Query { a: Int }" },
        { "3.13 Directives", "directive @a(b: Query) on FIELD type Query { a: Int }" },
        { "3.13 Directives", "directive @a on NOWHERE type Query { a: Int }" },
        { "3.3.1 Root Operation Types are different", "schema { query: A mutation: A } type A { a: Int }" },
        { "3.3.2 Schema Extension", "type Query { a: Int } schema @once { query: Query } extend schema @once directive @once on SCHEMA" },
        { "3.5.6 Scalar Extensions", "type Query { a: Int } extend scalar Nowhere @d directive @d on SCALAR" },
        { "3.5.6 Scalar Extensions", "type Query { a: Int } scalar S @d extend scalar S @d directive @d on SCALAR" },
        { "3.6 Objects, names of arguments", "type Query { a(__b: Int): Int }" },
        { "3.6 Objects, interfaces once", "type Query implements I & I { a: Int } interface I { a: Int }" },
        { "3.6 Objects, interfaces of interfaces", "type Query implements Resource { a: Int } interface Node { a: Int } interface Resource implements Node { a: Int }" },
        { "3.6.3 Object Extensions", "type Query implements I { a: Int } extend type Query implements I interface I { a: Int }" },
        { "3.6.3 Object Extensions", "type Query { a: Int } extend type Query { b: Int b: Int }" },
        { "3.6.3 Object Extensions", "type Query @d { a: Int } extend type Query @d directive @d on OBJECT" },
        { "3.6.3 Object Extensions", "type Query { a: Int } extend type Query implements I interface I { b: Int }" },
        { "3.7 Interfaces, cyclic", "type Query { a: Int } interface Node implements Named & Node { id: ID! name: String } interface Named implements Node & Named { id: ID! name: String }" },
        { "3.7 Interfaces, not transitive", "type Query { a: Int } interface Node { id: ID! } interface Resource implements Node { id: ID! url: String } interface Image implements Resource { id: ID! url: String thumbnail: String }" },
        { "3.7 Interfaces, no fields", "type Query { a: Int } interface I" },
        { "3.7 Interfaces, reserved name", "type Query { a: Int } interface I { __a: Int }" },
        { "3.7.1 Interface Extensions", "type Query implements I { a: Int } interface I { a: Int } extend interface I { b: Int }" },
        { "3.7.1 Interface Extensions", "type Query { a: Int } interface I { a: Int } extend interface I { a: Int }" },
        { "3.8 Unions, of interfaces", "type Query { a: U } union U = I interface I { a: Int }" },
        { "3.8 Unions, of unions", "type Query { a: U } union U = V union V = Query" },
        { "3.8.1 Union Extensions", "type Query { a: U } union U = Query extend union U = Query" },
        { "3.8.1 Union Extensions", "type Query { a: U } union U = Query extend union U = Int" },
        { "3.9 Enums", "type Query { a: E } enum E { null }" },
        { "3.9 Enums", "type Query { a: E } enum E { __A }" },
        { "3.9.1 Enum Extensions", "type Query { a: E } enum E { A } extend enum E { A }" },
        { "3.10 Input Objects, without end", "type Query { a(b: Example): Int } input Example { value: String self: Example! }" },
        { "3.10 Input Objects, without end in a circle", "type Query { a(b: First): Int } input First { second: Second! value: String } input Second { first: First! value: String }" },
        { "3.10 Input Objects, names", "type Query { a(b: In): Int } input In { a: Int a: Int }" },
        { "3.10 Input Objects, names", "type Query { a(b: In): Int } input In { __a: Int }" },
        { "3.10 Input Object default cycles", "type Query { a(b: A): Int } input A { b: B = {} } input B { a: A = {} }" },
        { "3.10 Input Object default cycles", "type Query { a(b: A): Int } input A { b: [A] = [{}] }" },
        { "3.10.2 Input Object Extensions", "type Query { a(b: In): Int } input In { a: Int } extend input In { a: Int }" },
        { "3.10.2 Input Object Extensions, oneOf", "type Query { a(b: In): Int } input In @oneOf { a: Int } extend input In { b: Int! }" },
        { "3.10.2 Input Object Extensions, oneOf", "type Query { a(b: In): Int } input In @oneOf { a: Int } extend input In { b: Int = 1 }" },
        { "3.12 Non-Null of Non-Null", "type Query { a: Int!! }" },
        { "3.13 Directives, no location", "directive @a on type Query { a: Int }" },
        { "3.13 Directives, arguments once", "directive @a(b: Int b: Int) on FIELD type Query { a: Int }" },
        { "3.13 Directives, reserved arguments", "directive @a(__b: Int) on FIELD type Query { a: Int }" },
        { "3.13 Directives, not where it may not be", "directive @example on FIELD type Query { a: Int @example }" },
        { "3.13 Directives, required argument", "directive @a(b: Int!) on FIELD_DEFINITION type Query { a: Int @a }" },
        { "3.13.3 @deprecated", "type Query { invalidField(newArg: String oldArg: String! @deprecated(reason: \"Use `newArg`.\")): String }" },
        { "3.13.3 @deprecated", "type Query { a: Int @deprecated(reason: null) }" },
        { "3.13.4 @specifiedBy", "type Query { a: S } scalar S @specifiedBy(url: 7)" },
    };

    public static TheoryData<string, string> Sound => new()
    {
        { "3.3.2 Schema Extension", "schema { query: Q } extend schema { mutation: M } type Q { a: Int } type M { a: Int }" },
        { "3.3 No schema definition", "type Query { a: Mutation } type Mutation { a: Int }" },
        { "3.4.3 Type Extensions", "type Query { a: Int } extend type Query implements I { b: Int } interface I { b: Int } extend interface I @d { a: Int } directive @d on INTERFACE" },
        { "3.7 Interfaces", "type Query implements I { a(b: Int, c: Int): Dog! } interface I { a(b: Int): Pet } interface Pet { n: Int } type Dog implements Pet { n: Int }" },
        { "3.8 Unions", "type Query { a: U } union U = | Query | B extend union U = C type B { a: Int } type C { a: Int }" },
        { "3.9 Enums", "type Query { a(e: E = B): E } enum E { A } extend enum E { B @deprecated(reason: \"x\") }" },
        { "3.10 Input Objects", "type Query { a(b: In = { a: { a: null } }): Int } input In { a: In b: [In!]! = [] }" },
        { "3.10.1 OneOf Input Objects", "type Query { a(b: In): Int } input In @oneOf { a: In b: Int }" },
        { "3.13 Directives", "directive @a(b: Int = 1) repeatable on FIELD_DEFINITION | FIELD type Query { a: Int @a @a(b: 2) }" },
        { "3.2 Type System Descriptions", "\"\"\"\nA simple GraphQL schema which is well described.\n\"\"\"\nschema { query: Query } \"\"\"\nRoot type for all your query operations\n\"\"\" type Query { \"\"\"\nTranslates a string from a given language into a different language.\n\"\"\" translate(\"The original language that `text` is provided in.\" fromLanguage: Language \"The translated language to be returned.\" toLanguage: Language \"The text to be translated.\" text: String): String } \"\"\"\nThe set of languages supported by `translate`.\n\"\"\" enum Language { \"English\" EN \"French\" FR \"Chinese\" CH }" },
        { "3.3.1 Root Operation Types", "schema { query: MyQueryRootType mutation: MyMutationRootType } type MyQueryRootType { someField: String } type MyMutationRootType { setSomeField(to: String): String }" },
        { "3.3.1 Default Root Operation Type Names", "type Query { someField: String }" },
        { "3.3.1 A type called Mutation that is not the root", "schema { query: Query } type Query { latestVirus: Virus } type Virus { name: String mutations: [Mutation] } type Mutation { name: String }" },
        { "3.3.1 A described schema", "\"Example schema\" schema { query: Query mutation: Mutation } type Query { someField: String } type Mutation { someMutation: String }" },
        { "3.5 Scalars", "type Query { a: Int } scalar UUID @specifiedBy(url: \"https://tools.ietf.org/html/rfc4122\") scalar URL @specifiedBy(url: \"https://tools.ietf.org/html/rfc3986\") scalar DateTime @specifiedBy(url: \"https://scalars.graphql.org/andimarek/date-time\")" },
        { "3.5.6 Scalar Extensions", "type Query { a: Int } scalar S extend scalar S @specifiedBy(url: \"https://example.com\")" },
        { "3.6 Objects", "type Query { person: Person } type Person { name: String age: Int picture: Url relationship: Person } scalar Url" },
        { "3.6.1 Field Arguments", "type Query { person: Person } type Person { name: String picture(size: Int): Url } scalar Url" },
        { "3.6.2 Field Deprecation", "type Query { a: ExampleType } type ExampleType { oldField: String @deprecated }" },
        { "3.6.3 Object Extensions", "type Query { a: Int } type Story { id: ID } extend type Story { isHiddenLocally: Boolean } type User { id: ID } extend type User @addedDirective directive @addedDirective on OBJECT" },
        { "3.7 Interfaces", "type Query { contact: Contact } interface NamedEntity { name: String } interface ValuedEntity { value: Int } type Person implements NamedEntity { name: String age: Int } type Business implements NamedEntity & ValuedEntity { name: String value: Int employeeCount: Int } type Contact { entity: NamedEntity phoneNumber: String address: String }" },
        { "3.7 Interfaces implementing interfaces", "type Query { a: Int } interface Node { id: ID! } interface Resource implements Node { id: ID! url: String } interface Image implements Resource & Node { id: ID! url: String thumbnail: String }" },
        { "3.7.1 Interface Extensions", "type Query { a: Int } interface NamedEntity { name: String } interface ValuedEntity { value: Int } type Person implements NamedEntity { name: String age: Int } type Business implements NamedEntity & ValuedEntity { name: String value: Int employeeCount: Int } extend interface NamedEntity { nickname: String } extend type Person { nickname: String } extend type Business { nickname: String }" },
        { "3.7.1 Interface Extensions", "type Query { a: Int } interface NamedEntity { name: String } interface ValuedEntity { value: Int } type Person implements NamedEntity { name: String age: Int } type Business implements NamedEntity & ValuedEntity { name: String value: Int employeeCount: Int } extend interface NamedEntity @addedDirective directive @addedDirective on INTERFACE" },
        { "3.8 Unions", "schema { query: SearchQuery } union SearchResult = Photo | Person type Person { name: String age: Int } type Photo { height: Int width: Int } type SearchQuery { firstSearchResult: SearchResult }" },
        { "3.8 Unions, a leading bar", "type Query { a: SearchResult } union SearchResult = | Photo | Person type Person { name: String } type Photo { height: Int }" },
        { "3.8.1 Union Extensions", "type Query { a: U } union U = Query extend union U = B type B { a: Int } extend union U @d directive @d on UNION" },
        { "3.9 Enums", "type Query { a: Direction } enum Direction { NORTH EAST SOUTH WEST }" },
        { "3.9.1 Enum Extensions", "type Query { a: Direction } enum Direction { NORTH } extend enum Direction { UP } extend enum Direction @d directive @d on ENUM" },
        { "3.10 Input Objects", "type Query { a(b: Point2D): Int } input Point2D { x: Float y: Float }" },
        { "3.10 Input Objects, circles that end", "type Query { a(b: Example): Int } input Example { self: Example value: String }" },
        { "3.10 Input Objects, circles that end", "type Query { a(b: Example): Int } input Example { self: [Example!]! value: String }" },
        { "3.10.1 OneOf Input Objects", "type Query { a(b: UserUniqueCondition): Int } input UserUniqueCondition @oneOf { id: ID username: String organizationAndEmail: OrganizationAndEmailInput } input OrganizationAndEmailInput { organizationId: ID! email: String! }" },
        { "3.10.2 Input Object Extensions", "type Query { a(b: In): Int } input In @oneOf { a: Int } extend input In { b: String }" },
        { "3.12.1 Combining List and Non-Null", "type Query { a: [[Int!]!]! b(c: [[Int]!]): [Int] }" },
        { "3.13 Directives", "directive @example on FIELD_DEFINITION | ARGUMENT_DEFINITION type Query { field(arg: Int @example): String @example }" },
        { "3.13 Directives, a leading bar", "directive @example on | FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT type Query { a: Int }" },
        { "3.13 Directives, repeatable", "directive @delegateField(name: String!) repeatable on OBJECT | INTERFACE type Query { book: Book } type Book @delegateField(name: \"pageCount\") @delegateField(name: \"author\") { id: ID! } extend type Book @delegateField(name: \"index\")" },
        { "3.13.3 @deprecated", "type Query { a: ExampleType } type ExampleType { newField: String oldField: String @deprecated(reason: \"Use `newField`.\") anotherField(newArg: String oldArg: String @deprecated(reason: \"Use `newArg`.\")): String }" },
        { "3.13.4 @specifiedBy", "type Query { a: Int } scalar UUID @specifiedBy(url: \"https://tools.ietf.org/html/rfc4122\")" },
        { "3.13.5 @oneOf", "type Query { a(b: U): Int } input U @oneOf { id: ID username: String }" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Refused(string section, string sdl)
    {
        var refused = Should.Throw<Exception>(() => GraphSchema.Parse(sdl), section);
        (refused is SchemaException or Doorward.GraphQL.Language.SyntaxException).ShouldBeTrue(refused.ToString());
        if (Npm.IsHere)
        {
            ((bool)(await oracle.Ask(new { op = "schema", name = "section3", sdl }))["ok"]!).ShouldBeFalse($"{section}: the reference accepts {sdl}");
        }
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task Accepted(string section, string sdl)
    {
        var schema = GraphSchema.Parse(sdl);
        if (Npm.IsHere)
        {
            JsonObject answer = await oracle.Ask(new { op = "schema", name = "section3", sdl });
            ((bool)answer["ok"]!).ShouldBeTrue(section + answer.ToJsonString());
            Comparable.FirstDifference(SchemaPrinter.Print(schema), (string)answer["printed"]!).ShouldBeNull();
        }
    }

    /// <summary>The reference (17.1.0) does not look for these circles.</summary>
    [Theory]
    [InlineData("directive @invalidExample(arg: String @invalidExample) on ARGUMENT_DEFINITION type Query { a: Int }")]
    [InlineData("directive @a(x: Int @b) on ARGUMENT_DEFINITION directive @b(x: Int @a) on ARGUMENT_DEFINITION type Query { a: Int }")]
    [InlineData("directive @a(x: In) on INPUT_FIELD_DEFINITION input In { y: [Deep!] } input Deep { z: Int @a } type Query { a: Int }")]
    [InlineData("directive @a(x: E) on ENUM_VALUE enum E { A @a } type Query { a: Int }")]
    [InlineData("directive @a(x: S) on SCALAR scalar S extend scalar S @a type Query { a: Int }")]
    public void Section_3_13_a_directive_does_not_refer_to_itself(string sdl) =>
        Should.Throw<SchemaException>(() => GraphSchema.Parse(sdl)).Message.ShouldContain("own definition");

    /// <summary>The reference (17.1.0) reads only its own directives while it builds a schema.</summary>
    [Theory]
    [InlineData("directive @a(b: Int) on OBJECT type Query @a(b: \"x\") { a: Int }")]
    [InlineData("directive @a(b: Int!) on SCHEMA schema @a(b: null) { query: Query } type Query { a: Int }")]
    [InlineData("directive @a(b: In) on ENUM_VALUE input In { c: Int! } type Query { e: E } enum E { A @a(b: { d: 1 }) }")]
    public void Section_3_13_arguments_of_directives_fit_their_types(string sdl) => Should.Throw<SchemaException>(() => GraphSchema.Parse(sdl));

    [Fact]
    public void Section_3_13_a_directive_may_be_used_by_what_it_does_not_refer_to() =>
        GraphSchema.Parse("directive @a(x: E @b) on ENUM_VALUE directive @b on ARGUMENT_DEFINITION | ENUM_VALUE enum E { A @b } type Query { a: Int f: F } enum F { G @a(x: A) }").ShouldNotBeNull();
}
