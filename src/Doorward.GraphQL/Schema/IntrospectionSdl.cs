namespace Doorward.GraphQL.Schema;

/// <summary>The introspection types in the specification's own language (4.2).</summary>
internal static class IntrospectionSdl
{
    public const string Text =
        """"
        """The schema of this server: its types, directives and root operations."""
        type __Schema {
          description: String
          """All types of the schema."""
          types: [__Type!]!
          """The type that answers queries."""
          queryType: __Type!
          """The type that answers mutations, when there are any."""
          mutationType: __Type
          """The type that answers subscriptions, when there are any."""
          subscriptionType: __Type
          """All directives of the schema."""
          directives: [__Directive!]!
        }
        """A type. What is set depends on its kind."""
        type __Type {
          kind: __TypeKind!
          name: String
          description: String
          specifiedByURL: String
          fields(includeDeprecated: Boolean! = false): [__Field!]
          interfaces: [__Type!]
          possibleTypes: [__Type!]
          enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]
          inputFields(includeDeprecated: Boolean! = false): [__InputValue!]
          ofType: __Type
          isOneOf: Boolean
        }
        """A field of an object or interface."""
        type __Field {
          name: String!
          description: String
          args(includeDeprecated: Boolean! = false): [__InputValue!]!
          type: __Type!
          isDeprecated: Boolean!
          deprecationReason: String
        }
        """An argument or an input field."""
        type __InputValue {
          name: String!
          description: String
          type: __Type!
          """The default in GraphQL's own notation."""
          defaultValue: String
          isDeprecated: Boolean!
          deprecationReason: String
        }
        """A value of an enum."""
        type __EnumValue {
          name: String!
          description: String
          isDeprecated: Boolean!
          deprecationReason: String
        }
        """A directive: how clients or the schema annotate."""
        type __Directive {
          name: String!
          description: String
          isRepeatable: Boolean!
          locations: [__DirectiveLocation!]!
          args(includeDeprecated: Boolean! = false): [__InputValue!]!
        }
        """The kinds of types."""
        enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
        """The places where a directive may stand."""
        enum __DirectiveLocation {
          QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION
          SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT
          INPUT_FIELD_DEFINITION
        }
        """";
}
