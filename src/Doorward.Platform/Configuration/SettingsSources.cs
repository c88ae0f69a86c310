using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Doorward.Platform.Configuration;

/// <summary>Where settings come from: <c>doorward.json</c>, and over it the environment.</summary>
public static class SettingsSources
{
    private const string DefaultFile = "doorward.json";

    /// <summary>The settings of this process.</summary>
    public static Settings Load(SettingsProblems problems) => Load(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        Directory.GetCurrentDirectory(),
        problems);

    /// <summary>
    /// The settings of <paramref name="environment"/> over those of the file that DOORWARD_CONFIG names, or else of
    /// doorward.json in <paramref name="folder"/> when there is one.
    /// </summary>
    public static Settings Load(IReadOnlyDictionary<string, string> environment, string folder, SettingsProblems problems)
    {
        var values = new ConfigurationBuilder();
        if (ReadFile(environment, folder, problems) is { } file)
        {
            values.AddInMemoryCollection(file.AsEnumerable());
        }

        values.AddInMemoryCollection(environment
            .Where(variable => variable.Key.StartsWith(Settings.Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create(
                variable.Key[Settings.Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)));
        return new Settings(values.Build(), environment, problems);
    }

    private static IConfigurationRoot? ReadFile(
        IReadOnlyDictionary<string, string> environment, string folder, SettingsProblems problems)
    {
        var named = environment.GetValueOrDefault(Settings.Prefix + "CONFIG")?.Trim() is { Length: > 0 } given ? given : null;
        var path = Path.GetFullPath(named ?? DefaultFile, folder);
        if (named is null && !File.Exists(path))
        {
            return null;
        }

        try
        {
            using var content = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(content).Build();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(named is null ? DefaultFile : Settings.Prefix + "CONFIG", $"the file {path} cannot be read.",
                "Name a file that exists and that Doorward's user may read, or leave it out.");
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            // a duplicate name is a FormatException of its own; only the JSON reader knows a line
            var line = (malformed as System.Text.Json.JsonException ?? malformed.InnerException as System.Text.Json.JsonException)?.LineNumber;
            problems.Add(path, line is { } at ? $"is no valid JSON: see line {at + 1}." : "is no valid JSON object of settings.",
                "Mend it, or remove the file and use environment variables.");
        }

        return null;
    }
}
