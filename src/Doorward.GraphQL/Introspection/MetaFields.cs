using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Introspection;

/// <summary>The fields every schema has: __typename, __schema and __type (4.1, 4.2).</summary>
internal static class MetaFields
{
    public static readonly FieldDefinition TypeName =
        new("__typename", "The name of the object's type.", BuiltIns.NewScalar("String").NonNull) { Binding = new TypeNameBinding() };

    public static void Attach(GraphSchema schema)
    {
        var name = new InputValue("name", null, schema["String"]!.NonNull);
        schema.MetaSchema = new FieldDefinition("__schema", "The schema of this server.", schema["__Schema"]!.NonNull) { Owner = schema.Query };
        schema.MetaType = new FieldDefinition("__type", "A type by its name.", schema["__Type"]!)
        {
            Arguments = new NamedList<InputValue>([name]), Owner = schema.Query,
        };
    }

    /// <summary>Binds the introspection types to the schema's own model.</summary>
    public static GraphDefinition Define(GraphDefinition graph) => graph
        .Type<SchemaView>("__Schema")
        .Type<TypeView>("__Type")
        .Type<FieldView>("__Field")
        .Type<InputValueView>("__InputValue")
        .Type<EnumValueView>("__EnumValue")
        .Type<DirectiveView>("__Directive")
        .Field("__Type", "fields", (TypeView type, bool includeDeprecated) => type.Fields(includeDeprecated))
        .Field("__Type", "enumValues", (TypeView type, bool includeDeprecated) => type.EnumValues(includeDeprecated))
        .Field("__Type", "inputFields", (TypeView type, bool includeDeprecated) => type.InputFields(includeDeprecated))
        .Field("__Field", "args", (FieldView field, bool includeDeprecated) => field.Args(includeDeprecated))
        .Field("__Directive", "args", (DirectiveView directive, bool includeDeprecated) => directive.Args(includeDeprecated));
}
