using System.Text.Json;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Platform.Events.Bus;

/// <summary>Hands an event that was given up to its subscriber again, when a person asked for that (<c>doorward dead-letters requeue</c>).</summary>
internal sealed class Redelivery(NpgsqlDataSource database, IServiceProvider services) : JobHandler
{
    public const string JobKind = "event.redelivery";

    private static readonly string ReadText = Sql.Beside(typeof(Redelivery), "ReadParked.sql");

    public override string Kind => JobKind;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var name = JsonElement.Parse(job.Payload).GetProperty("subscriber").GetString();

        // asked for when needed: a subscriber may itself need what jobs are made with
        var subscriber = services.GetServices<Subscriber>().FirstOrDefault(one => one.Name == name)
            ?? throw new JobRefused($"This program has no subscriber {name}: the event was for one of another version.");
        await using var read = database.CreateCommand(ReadText);
        read.Parameters.Add(Reads.Is(job.Id));
        var batch = await LogReader.Entries(read, cancellation);
        return (connection, stop) => subscriber.Handle(batch, connection, stop);
    }
}
