using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Platform.Http;

/// <summary>JSON to keep in a repository: whatever order the framework happened to find things in, the text is the same.</summary>
internal static class StableJson
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // for people to read in a diff, never inside HTML
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Components, paths and answers in the order of their names; fields, parameters and examples in the order of the program.</summary>
    public static string Write(JsonNode document)
    {
        Sort(document["paths"]);
        foreach (var (_, path) in document["paths"]?.AsObject() ?? [])
        {
            foreach (var (_, operation) in path!.AsObject())
            {
                Sort(operation!["responses"]);
            }
        }

        Sort(document["components"]);
        foreach (var (_, kind) in document["components"]?.AsObject() ?? [])
        {
            Sort(kind);
        }

        return document.ToJsonString(Written) + "\n";
    }

    private static void Sort(JsonNode? node)
    {
        if (node is not JsonObject members)
        {
            return;
        }

        var sorted = members.OrderBy(member => member.Key, StringComparer.Ordinal).ToList();
        members.Clear();
        foreach (var (name, value) in sorted)
        {
            members.Add(name, value);
        }
    }
}
