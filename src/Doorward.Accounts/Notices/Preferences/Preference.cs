using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Doorward.Accounts.Notices.Preferences;

/// <summary>Whether one wants a kind of notice on a channel.</summary>
internal sealed record Preference(
    [property: Description("The kind of notice.")] string Kind,
    [property: Description("When it is made.")] string Meaning,
    [property: Description("How it goes out.")]
    [property: AllowedValues("mail", "push", "live", "inbox")] string Channel,
    [property: Description("Whether it does.")] bool Wanted,
    [property: Description("Whether that can be chosen.")] bool CanChange);

/// <summary>What one is told, where, and in which language.</summary>
internal sealed record PreferencesAnswer(
    [property: Description("The language one is told in: one of languages.")] string Language,
    [property: Description("The languages that there are.")] IReadOnlyList<string> Languages,
    [property: Description("Every kind on every channel it goes out on.")] IReadOnlyList<Preference> Preferences)
{
    public static PreferencesAnswer Example { get; } =
        new("pt", ["en", "pt"], [new Preference("reminder_hour", "An hour before a visit.", "push", true, true)]);

    /// <summary>What holds, given what the person chose otherwise.</summary>
    public static PreferencesAnswer Of(
        Rendering.NoticeWords words, string language, IReadOnlyDictionary<(string Kind, string Channel), bool> chosen) => new(
        language, [.. Rendering.Language.All.Select(one => one.Code)],
        [
            .. from kind in words.Kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal)
               from channel in kind.Channels
               let wanted = !kind.CanBeTurnedOff || chosen.GetValueOrDefault((kind.Name, channel), true)
               select new Preference(kind.Name, kind.Meaning, channel, wanted, kind.CanBeTurnedOff),
        ]);
}
