using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Properties;

/// <summary>What may be told of a property.</summary>
/// <param name="TimeZone">IANA; the zone in which its hours are meant.</param>
/// <param name="IsShown">False once it is archived.</param>
public sealed record PropertyFact(Guid Id, string Name, string Address, string TimeZone, bool AllowsParallelViewings, bool IsShown);

/// <summary>What other modules may know of an organization's properties.</summary>
public sealed class PropertyFacts(NpgsqlDataSource database)
{
    private static readonly string Shown = Sql.Read(typeof(PropertyFacts).Assembly, "Properties/ListProperties.sql");

    /// <summary>One; null when the organization has none of that id.</summary>
    public async Task<PropertyFact?> Find(Guid organizationId, Guid propertyId, CancellationToken cancellation) => await database.One(
        Sql.Of(typeof(ShowProperty)), row => Of(Property.Read(row, 0)), cancellation, Reads.Is(organizationId), Reads.Is(propertyId));

    /// <summary>Those that are still shown, in the order in which they were created, from the one after <paramref name="after"/> on.</summary>
    public async Task<IReadOnlyList<PropertyFact>> List(Guid organizationId, int limit, CancellationToken cancellation, Guid after = default) =>
        await database.List(
            Shown, row => Of(Property.Read(row, 0)), cancellation, Reads.Is(organizationId), Reads.Is(false), Reads.Is(after), Reads.Is(limit));

    private static PropertyFact Of(Property property) => new(
        property.Id, property.Name, property.Address, property.TimeZone, property.AllowsParallelViewings, property.ArchivedAt is null);
}
