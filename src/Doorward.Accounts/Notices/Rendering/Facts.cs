using System.Text.Json;
using Doorward.Platform.Http;
using NodaTime;

namespace Doorward.Accounts.Notices.Rendering;

/// <summary>What a notice's templates can speak of: its facts, the names of the people in them, and what every notice knows.</summary>
internal sealed class Facts(NoticeKind kind, Language language, JsonElement facts, IReadOnlyDictionary<Guid, string> names, IReadOnlyDictionary<string, string> known)
{
    /// <summary>Every fact by which a template of that kind may ask, from the kind's example.</summary>
    public static IReadOnlySet<string> Of(NoticeKind kind, IEnumerable<string> known)
    {
        var example = JsonSerializer.SerializeToElement(kind.Example, kind.Example.GetType(), DoorwardJson.Options);
        return example.EnumerateObject().Select(fact => fact.Name).Concat(kind.People).Concat(known).Concat(kind.Link is null ? [] : ["link"])
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Every way in which a value can be written.</summary>
    public static IReadOnlySet<string> Formats { get; } = new HashSet<string>(["day", "time", "word"], StringComparer.Ordinal);

    public string Value(Placeholder hole)
    {
        if (known.TryGetValue(hole.Fact, out var built))
        {
            return built;
        }

        if (kind.People.Contains(hole.Fact))
        {
            return facts.GetProperty($"{hole.Fact}_id").TryGetGuid(out var id) && names.TryGetValue(id, out var name) && name.Length > 0
                ? name : language.Somebody;
        }

        var value = facts.GetProperty(hole.Fact);
        return hole.Format switch
        {
            "day" => language.DayOf(Local(value).Date),
            "time" => language.TimeOf(Local(value).TimeOfDay),
            "word" => language.Words[value.GetString()!],
            _ => value.ToString(),
        };
    }

    /// <summary>The ids of people that the facts hold.</summary>
    public static IEnumerable<Guid> PeopleIn(NoticeKind kind, JsonElement facts) =>
        kind.People.Select(person => facts.GetProperty($"{person}_id").GetGuid());

    private LocalDateTime Local(JsonElement time) => Instant.FromDateTimeOffset(time.GetDateTimeOffset())
        .InZone(DateTimeZoneProviders.Tzdb[facts.GetProperty("time_zone").GetString()!]).LocalDateTime;
}
