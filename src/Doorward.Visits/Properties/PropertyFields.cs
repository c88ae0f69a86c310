using Doorward.Platform.Http;
using NodaTime;

namespace Doorward.Visits.Properties;

/// <summary>The rules for what staff write about a property.</summary>
internal static class PropertyFields
{
    public const int LongestName = 200;
    public const int LongestAddress = 500;
    public const int LongestTimeZone = 64;

    public static string TimeZone(string? value, FieldErrors errors)
    {
        var zone = errors.Line("time_zone", value, LongestTimeZone);
        if (zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            errors.Add("time_zone", "must be an IANA time zone, such as Europe/Lisbon.");
        }

        return zone;
    }
}
