using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Doorward.Platform.Configuration;

/// <summary>
/// The settings by name (<c>http:body_bytes</c>), trimmed; blank is as good as absent. A value that cannot be used is
/// added to <see cref="Problems"/> and the fallback returned, so that reading goes on and every problem is found.
/// What is asked for here is what is known: see <see cref="WarnOfUnknownNames"/>.
/// </summary>
public sealed class Settings
{
    internal const string Prefix = "DOORWARD_";

    private readonly IConfiguration _values;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase) { "config" };
    private readonly HashSet<string> _standard = new(StringComparer.Ordinal);

    internal Settings(IConfiguration values, IReadOnlyDictionary<string, string> environment, SettingsProblems problems)
    {
        _values = values;
        _environment = environment;
        Problems = problems;
    }

    public SettingsProblems Problems { get; }

    /// <summary>The environment variable that sets <paramref name="name"/>: <c>http:body_bytes</c> is DOORWARD_HTTP__BODY_BYTES.</summary>
    public static string VariableOf(string name) =>
        Prefix + name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>All values, for a part that reads a section of its own; every name in that section counts as known.</summary>
    public IConfiguration WithSection(string name)
    {
        _known.UnionWith(_values.GetSection(name).AsEnumerable().Select(value => value.Key));
        return _values;
    }

    public string? Text(string name)
    {
        _known.Add(name);
        return Blank(_values[name]);
    }

    public string Text(string name, string fallback) => Text(name) ?? fallback;

    /// <summary>A variable that carries no prefix because others define it, such as DATABASE_URL or OTEL_SERVICE_NAME.</summary>
    public string? Standard(string variable)
    {
        _standard.Add(variable);
        return Blank(_environment.GetValueOrDefault(variable));
    }

    /// <summary>Whether somebody asked for what an environment variable says; call after everything was read.</summary>
    public bool Knows(string variable) => _standard.Contains(variable) || _known.Any(name => VariableOf(name) == variable);

    /// <summary>A whole number between <paramref name="least"/> and <paramref name="most"/>, both included.</summary>
    public int WholeNumber(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        Problems.Add(VariableOf(name), "is no number that can be used here.",
            $"Give a whole number from {least} to {most}, or leave it out for {fallback}.");
        return fallback;
    }

    public bool Flag(string name, bool fallback)
    {
        switch (Text(name)?.ToUpperInvariant())
        {
            case null:
                return fallback;
            case "TRUE" or "1" or "YES" or "ON":
                return true;
            case "FALSE" or "0" or "NO" or "OFF":
                return false;
            default:
                Problems.Add(VariableOf(name), "is neither true nor false.",
                    $"Give true or false, or leave it out for {(fallback ? "true" : "false")}.");
                return fallback;
        }
    }

    public string OneOf(string name, string fallback, params ReadOnlySpan<string> choices) =>
        Choose(VariableOf(name), Text(name), fallback, choices);

    /// <summary>As <see cref="OneOf"/>, for a variable without prefix.</summary>
    public string StandardOneOf(string variable, string fallback, params ReadOnlySpan<string> choices) =>
        Choose(variable, Standard(variable), fallback, choices);

    /// <summary>Several values: separated by commas in a variable, an array in doorward.json.</summary>
    public IReadOnlyList<string> List(string name, params string[] fallback)
    {
        var single = Text(name);
        var entries = _values.GetSection(name).GetChildren().Select(child =>
        {
            _known.Add(child.Path);
            return Blank(child.Value);
        }).OfType<string>().ToList();

        return single is not null
            ? single.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : entries.Count > 0 ? entries : fallback;
    }

    /// <summary>Call after everything was read: a name nobody asked for is most likely misspelt, and doing nothing about it is worse.</summary>
    public void WarnOfUnknownNames()
    {
        foreach (var (name, value) in _values.AsEnumerable())
        {
            if (value is null || _known.Contains(name))
            {
                continue;
            }

            var nearest = NearestName.Among(_known, name);
            Problems.Warn($"{VariableOf(name)} is no setting of Doorward and has no effect."
                + (nearest is null ? "" : $" Did you mean {VariableOf(nearest)}?"));
        }
    }

    private string Choose(string shown, string? text, string fallback, ReadOnlySpan<string> choices)
    {
        if (text is null)
        {
            return fallback;
        }

        foreach (var choice in choices)
        {
            if (choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }
        }

        Problems.Add(shown, "is none of the values it can have.", $"Give one of: {string.Join(", ", choices!)}.");
        return fallback;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
