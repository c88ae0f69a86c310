namespace Doorward.Visits.Holds;

/// <summary>How much may be held.</summary>
/// <param name="PerApplicant">Slots that one applicant may hold at once, 1 to 20.</param>
/// <param name="LongestMinutes">How long a person may hold one, 1 to 1440.</param>
public sealed record HoldRules(int PerApplicant = 3, int LongestMinutes = 60);
