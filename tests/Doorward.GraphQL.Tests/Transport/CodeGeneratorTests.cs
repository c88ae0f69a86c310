using System.Text.Json;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Tests.Sample;

namespace Doorward.GraphQL.Tests.Transport;

/// <summary>
/// GraphQL Code Generator's own command line, pointed at the running server as a web team would: what it introspects and
/// generates is then compiled by TypeScript together with a program that uses it.
/// </summary>
[Collection("one after the other")]
public sealed class CodeGeneratorTests(SampleServer server) : IDisposable
{
    private const string Cli = "node_modules/@graphql-codegen/cli/esm/bin.js";

    // inside the folder of the packages, so that TypeScript and the generator find them
    private readonly string work = Directory.CreateDirectory(Path.Combine(Npm.OracleFolder, "node_modules", ".doorward-codegen", Path.GetRandomFileName())).FullName;

    [Fact]
    public async Task Types_generated_from_the_running_server_compile_and_find_mistakes()
    {
        if (!Npm.IsHere)
        {
            Npm.Absent();
        }

        await Npm.Install(Npm.OracleFolder);
        var source = Path.Combine(Npm.OracleFolder, "codegen");
        File.Copy(Path.Combine(source, "program.ts"), Path.Combine(work, "program.ts"));
        await Generate(Path.Combine(source, "operations.graphql"));

        await Npm.Run(Npm.OracleFolder, "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022",
            "--typeRoots", work, "--skipLibCheck", Path.Combine(work, "program.ts"), Path.Combine(work, "server.ts"));
        (await File.ReadAllTextAsync(Path.Combine(work, "server.ts"))).ShouldContain("export type NewMessage = {");
    }

    [Fact]
    public async Task The_schema_it_introspects_is_the_servers()
    {
        if (!Npm.IsHere)
        {
            Npm.Absent();
        }

        await Npm.Install(Npm.OracleFolder);
        await Generate(Path.Combine(Npm.OracleFolder, "codegen", "operations.graphql"));

        Shape(await File.ReadAllTextAsync(Path.Combine(work, "schema.graphql"))).ShouldBe(Shape(SchemaPrinter.Print(GraphSchema.Parse(SampleServer.Sdl))));
    }

    public void Dispose() => Directory.Delete(work, recursive: true);

    private async Task Generate(string operations)
    {
        var config = Path.Combine(work, "codegen.json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new
        {
            schema = new Uri(server.Address, "/graphql").ToString(),
            documents = operations,
            generates = new Dictionary<string, object>
            {
                [Path.Combine(work, "types.ts")] = new { plugins = new[] { "typescript-operations" } },
                [Path.Combine(work, "server.ts")] = new { plugins = new[] { "typescript" } },
                [Path.Combine(work, "schema.graphql")] = new { plugins = new[] { "schema-ast" } },
            },
        }));
        await Npm.Run(Npm.OracleFolder, Cli, "--config", config);
    }

    // the generator sorts and does not ask for descriptions or specification URLs
    private static string[] Shape(string sdl) => [.. GraphSchema.Parse(sdl).Types.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)).OrderBy(t => t.Name, StringComparer.Ordinal).SelectMany(Shape)];

    private static IEnumerable<string> Shape(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Select(f => $"{type.GetType().Name} {type.Name}.{f.Name}({string.Join(", ", f.Arguments.Select(a => $"{a.Name}: {a.Type}{(a.DefaultLiteral is { } literal ? " = " + Printer.Print(literal) : "")}").Order(StringComparer.Ordinal))}): {f.Type}").Order(StringComparer.Ordinal),
        InputObjectType input => input.Fields.Select(f => $"input {type.Name}.{f.Name}: {f.Type}").Order(StringComparer.Ordinal),
        EnumType e => e.Values.Select(v => $"enum {type.Name}.{v.Name}").Order(StringComparer.Ordinal),
        _ => [$"{type.GetType().Name} {type.Name}"],
    };
}
