using System.Text;

namespace Doorward.Platform.Events;

/// <summary>Why something failed, as PostgreSQL can store it: a reason that cannot be kept would keep alive what it is the reason of.</summary>
internal static class Reason
{
    private const int Longest = 2000;

    public static string Storable(string reason)
    {
        var text = new StringBuilder();

        // Half a surrogate pair comes out as U+FFFD.
        foreach (var rune in reason.EnumerateRunes().Where(rune => rune.Value != 0).Take(Longest))
        {
            text.Append(rune);
        }

        return text.ToString();
    }
}
