using Doorward.Platform.Configuration;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>An endpoint that turns texts into vectors as OpenAI's does. None need be set: search then goes by words alone.</summary>
/// <param name="Url">Its base: <c>http://localhost:11434/v1</c>; null: none.</param>
/// <param name="Name">The model's name there.</param>
/// <param name="Key">The bearer token, where it wants one.</param>
public sealed record EmbeddingSettings(Uri? Url, string Name, string? Key)
{
    /// <summary>No embeddings.</summary>
    public static EmbeddingSettings None { get; } = new(null, "", null);

    /// <summary>Texts that are sent together.</summary>
    internal int Batch { get; init; } = 64;

    /// <summary>
    /// Numbers of vectors that are kept in memory, of all agencies together: 128 MB. An agency that has more than that has an index instead, where the server
    /// has the extension "vector".
    /// </summary>
    internal long MostInMemory { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long a search waits for its question's vector.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>DOORWARD_EMBEDDINGS_URL, _NAME and _KEY.</summary>
    public static EmbeddingSettings Read(Settings settings)
    {
        var (url, name, key) = (settings.Text("embeddings_url"), settings.Text("embeddings_name"), settings.Text("embeddings_key"));
        if (url is null)
        {
            return None;
        }

        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            settings.Problems.Add(Settings.VariableOf("embeddings_url"), "is no http or https address.", "Give the endpoint's base, such as http://localhost:11434/v1, or leave it out.");
            return None;
        }

        if (name is null)
        {
            settings.Problems.Add(Settings.VariableOf("embeddings_name"), "is missing.", "Give the name of the model that makes the embeddings, such as nomic-embed-text.");
            return None;
        }

        return new EmbeddingSettings(address, name, key);
    }
}
