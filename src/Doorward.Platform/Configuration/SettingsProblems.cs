namespace Doorward.Platform.Configuration;

/// <summary>One setting that is missing or unusable: its name, what is wrong, and what to do about it.</summary>
public sealed record SettingsProblem(string Setting, string Wrong, string Remedy);

/// <summary>
/// Everything that is wrong with the configuration, gathered over the whole start so that it is told at once
/// and mended in one go. Values are never kept here: one of them may be a password.
/// </summary>
public sealed class SettingsProblems
{
    /// <summary>What the program exits with when its settings cannot be used.</summary>
    public const int ExitCode = 2;

    private readonly List<SettingsProblem> _problems = [];
    private readonly List<string> _warnings = [];

    /// <summary>True when the program must not start.</summary>
    public bool Any => _problems.Count > 0;

    public IReadOnlyList<SettingsProblem> All => _problems;

    /// <summary>Sentences worth showing that do not stop the start, such as a misspelt name.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public void Add(string setting, string wrong, string remedy) => _problems.Add(new(setting, wrong, remedy));

    public void Warn(string sentence) => _warnings.Add(sentence);

    /// <summary>Writes the warnings, then every problem with its remedy.</summary>
    public void WriteTo(TextWriter output)
    {
        foreach (var warning in _warnings)
        {
            output.WriteLine($"Warning: {warning}");
        }

        if (!Any)
        {
            return;
        }

        output.WriteLine(_problems.Count == 1
            ? "Doorward cannot start: one setting needs attention."
            : $"Doorward cannot start: {_problems.Count} settings need attention.");
        foreach (var (setting, wrong, remedy) in _problems)
        {
            output.WriteLine($"  {setting}: {wrong}");
            output.WriteLine($"      {remedy}");
        }
    }
}
