using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Properties;

/// <summary>What may be told of a property.</summary>
/// <param name="TimeZone">IANA; the zone in which its hours are meant.</param>
/// <param name="IsShown">False once it is archived.</param>
public sealed record PropertyFact(Guid Id, string Name, string Address, string TimeZone, bool AllowsParallelViewings, bool IsShown);

/// <summary>What other modules may know of an organization's properties.</summary>
public sealed class PropertyFacts
{
    private static readonly string Shown = Sql.Read(typeof(PropertyFacts).Assembly, "Properties/ListProperties.sql");

    private readonly NpgsqlDataSource _database;
    private readonly Coalescer<Page, IReadOnlyList<PropertyFact>> _pages;

    /// <inheritdoc cref="PropertyFacts"/>
    public PropertyFacts(NpgsqlDataSource database)
    {
        _database = database;
        _pages = new Coalescer<Page, IReadOnlyList<PropertyFact>>(List);
    }

    /// <summary>One; null when the organization has none of that id.</summary>
    public async Task<PropertyFact?> Find(Guid organizationId, Guid propertyId, CancellationToken cancellation) => await _database.One(
        Sql.Of(typeof(ShowProperty)), row => Of(Property.Read(row, 0)), cancellation, Reads.Is(organizationId), Reads.Is(propertyId));

    /// <summary>Those that are still shown, in the order in which they were created, from the one after <paramref name="after"/> on.</summary>
    public Task<IReadOnlyList<PropertyFact>> List(Guid organizationId, int limit, CancellationToken cancellation, Guid after = default) =>
        _pages.Ask(new Page(organizationId, limit, after), cancellation);

    // As a rule many ask at once for the same: an agency's own properties.
    private async Task<IReadOnlyList<IReadOnlyList<PropertyFact>>> List(IReadOnlyList<Page> pages)
    {
        var found = new Dictionary<Page, IReadOnlyList<PropertyFact>>();
        foreach (var page in pages.Distinct())
        {
            found[page] = await _database.List(
                Shown, row => Of(Property.Read(row, 0)), CancellationToken.None, Reads.Is(page.OrganizationId), Reads.Is(false), Reads.Is(page.After), Reads.Is(page.Limit));
        }

        return [.. pages.Select(page => found[page])];
    }

    private static PropertyFact Of(Property property) => new(
        property.Id, property.Name, property.Address, property.TimeZone, property.AllowsParallelViewings, property.ArchivedAt is null);

    private sealed record Page(Guid OrganizationId, int Limit, Guid After);
}
