using Doorward.GraphQL.Loading;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Graph;

/// <summary>A person's name, for whoever may see what they did.</summary>
internal sealed record Person(Guid Id, string Name);

/// <summary>People by id.</summary>
internal sealed class PersonById(NpgsqlDataSource database) : DataLoader<Guid, Person?>
{
    private static readonly string Text = Sql.Read(typeof(PersonById).Assembly, "Graph/FindPeople.sql");

    /// <summary>Nobody for nobody.</summary>
    public Task<Person?> Of(Guid? id) => id is { } known ? Load(known) : Task.FromResult<Person?>(null);

    protected override async Task Load(LoadBatch<Guid, Person?> batch, CancellationToken cancellation)
    {
        foreach (var person in await database.List(
            Text, row => new Person(row.GetGuid(0), row.GetString(1)), cancellation, Reads.Is(batch.Keys.ToArray())))
        {
            batch.Set(person.Id, person);
        }
    }
}
