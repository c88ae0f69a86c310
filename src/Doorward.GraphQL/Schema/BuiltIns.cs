using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>What every schema has without saying so: built-in scalars and directives (3.5, 3.13) and introspection (4.2).</summary>
internal static class BuiltIns
{
    public const string DefaultDeprecationReason = "No longer supported";

    public static readonly DocumentNode Directives = Parser.Parse(
        """"
        """Leaves the element in only when the argument is true."""
        directive @include("Stays in when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        """Takes the element out when the argument is true."""
        directive @skip("Taken out when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        """Says that an element of the schema should not be used any more."""
        directive @deprecated("Why, and what to use instead, in Markdown." reason: String! = "No longer supported")
          on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
        """Says where the format of a scalar is specified."""
        directive @specifiedBy("The address of the specification." url: String!) on SCALAR
        """Says that exactly one field of an input object is to be given."""
        directive @oneOf on INPUT_OBJECT
        """");

    /// <summary>Known only to schemas that use them: what fields cost (see Limits).</summary>
    public static readonly DocumentNode CostDirectives = Parser.Parse(
        """"
        """What resolving the field once costs; 1 for objects and 0 for leaves unless said."""
        directive @cost(weight: Int!) on FIELD_DEFINITION
        """How many items a list field may give: by which arguments, at most how many, and how many when none is given."""
        directive @listSize(assumedSize: Int, slicingArguments: [String!], maximum: Int) on FIELD_DEFINITION
        """");

    public static readonly DocumentNode Introspection = Parser.Parse(IntrospectionSdl.Text);

    public static readonly string[] ScalarNames = ["Int", "Float", "String", "Boolean", "ID"];

    public static bool IsBuiltInDirective(string name) =>
        name is "include" or "skip" or "deprecated" or "specifiedBy" or "oneOf";

    public static ScalarType NewScalar(string name) => name switch
    {
        "Int" => new ScalarType(name, "A whole number of 32 bits with a sign.") { Codec = new IntCodec() },
        "Float" => new ScalarType(name, "A number of double precision (IEEE 754).") { Codec = new FloatCodec() },
        "String" => new ScalarType(name, "Text: a sequence of Unicode characters.") { Codec = new StringCodec() },
        "Boolean" => new ScalarType(name, "true or false.") { Codec = new BooleanCodec() },
        _ => new ScalarType(name, "An identifier: opaque text, also accepted as a whole number.") { Codec = new IdCodec() },
    };
}
