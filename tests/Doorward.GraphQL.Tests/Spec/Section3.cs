using System.Text.Json.Nodes;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>Section 3, the type system: schemas that are none, each refused by us and by the reference.</summary>
public sealed class Section3(ReferenceImplementation oracle)
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
}
