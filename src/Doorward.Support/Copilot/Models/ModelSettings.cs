using Doorward.Platform.Configuration;

namespace Doorward.Support.Copilot.Models;

/// <summary>The model, if there is one: anything that speaks OpenAI's chat completions.</summary>
/// <param name="Url">Where the API begins, such as <c>http://localhost:11434/v1</c>; null: answers are composed without a model.</param>
/// <param name="Name">The model's name there.</param>
/// <param name="Key">Sent as a bearer token; null: none.</param>
public sealed record ModelSettings(Uri? Url, string Name, string? Key)
{
    /// <summary>No model.</summary>
    public static ModelSettings None { get; } = new(null, "", null);

    /// <summary>The seconds that a run may spend on the model in all, with repair and tool rounds. Past them a person is asked.</summary>
    public int TimeoutSeconds { get; init; } = 45;

    /// <summary>The seconds within which the model must begin to answer a call: one that is overloaded is not waited for as long as one that writes.</summary>
    public int FirstTokenSeconds { get; init; } = 20;

    /// <summary>The tokens, read and written, that a run may spend.</summary>
    public int RunTokens { get; init; } = 24_000;

    /// <summary>The tokens that an organization may spend in a day (UTC); 0: as many as it likes.</summary>
    public int DailyTokens { get; init; } = 2_000_000;

    /// <summary>The longest answer, in tokens.</summary>
    public int AnswerTokens { get; init; } = 1500;

    /// <summary>Reads <c>DOORWARD_MODEL_URL</c>, <c>_NAME</c>, <c>_KEY</c> and the budgets.</summary>
    public static ModelSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (url, name, key) = (settings.Text("model_url"), settings.Text("model_name"), settings.Text("model_key"));
        var limits = new ModelSettings(null, "", null)
        {
            TimeoutSeconds = settings.WholeNumber("model_timeout_seconds", 45, 1, 600),
            FirstTokenSeconds = settings.WholeNumber("model_first_token_seconds", 20, 1, 600),
            RunTokens = settings.WholeNumber("model_run_tokens", 24_000, 1000, 10_000_000),
            DailyTokens = settings.WholeNumber("model_daily_tokens", 2_000_000, 0, int.MaxValue),
            AnswerTokens = settings.WholeNumber("model_answer_tokens", 1500, 100, 100_000),
        };
        if (url is null)
        {
            if (name is not null || key is not null)
            {
                settings.Problems.Add(Settings.VariableOf("model_url"), "is missing although a model's name or key is given.", "Give the address of its API, such as http://localhost:11434/v1.");
            }

            return limits;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0 || address.UserInfo.Length > 0)
        {
            settings.Problems.Add(Settings.VariableOf("model_url"), "is no address of an API.", "Give http:// or https:// and where its API begins, such as http://localhost:11434/v1; the key goes into DOORWARD_MODEL_KEY.");
            return limits;
        }

        if (name is null)
        {
            settings.Problems.Add(Settings.VariableOf("model_name"), "is missing.", "Name the model that is to answer, such as qwen2.5:7b-instruct.");
        }

        return limits with { Url = address, Name = name ?? "", Key = key };
    }

    // A record would print the key wherever it is written out.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"Url = {Url}, Name = {Name}");
        return true;
    }
}
