using System.Text.RegularExpressions;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>What an organization is called from outside: its id or, where that is none, its short name.</summary>
internal readonly partial record struct OrganizationName(Guid? Id, string? Slug)
{
    public static OrganizationName Of(string text) => Guid.TryParseExact(text, "D", out var id) ? new(id, null) : new(null, text);

    /// <summary>Whether an organization can be called so.</summary>
    public static bool IsOne(string text) => Of(text).Id is not null || Short().IsMatch(text);

    // As the table of organizations has it.
    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Short();
}
