using Doorward.GraphQL.Loading;
using Doorward.Platform.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Support.Graph;

/// <summary>Loads rows by id for a loader.</summary>
internal static class LoadRows
{
    /// <summary>Registers how rows of a type are found.</summary>
    public static IServiceCollection AddRowsById<T>(this IServiceCollection services, string sqlFile, Func<NpgsqlDataReader, T> read, Func<T, Guid> idOf)
        where T : class => services.AddSingleton(
            all => new RowsById<T>(all.GetRequiredService<NpgsqlDataSource>(), Sql.Read(typeof(LoadRows).Assembly, sqlFile), read, idOf));

    /// <summary>Sets those keys of the batch that the organization has.</summary>
    public static async Task SetFrom<T>(this LoadBatch<Guid, T?> batch, RowsById<T> rows, Guid organizationId, CancellationToken cancellation)
        where T : class
    {
        var found = await rows.Find(organizationId, batch.Keys, cancellation);
        foreach (var id in batch.Keys)
        {
            if (found.TryGetValue(id, out var row))
            {
                batch.Set(id, row);
            }
        }
    }
}
