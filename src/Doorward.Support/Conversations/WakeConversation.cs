using System.Text.Json;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>Opens a conversation again whose time away is over. Snoozed anew meanwhile, it is left: that has an alarm of its own.</summary>
internal sealed class WakeConversation(TimeProvider time) : JobHandler
{
    private static readonly string Text = Sql.Of<WakeConversation>();

    public override string Kind => "conversation.wake";

    public override Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        var conversation = payload.RootElement.GetProperty("conversation_id").GetGuid();
        return Task.FromResult<JobWrites>(async (connection, stopping) =>
        {
            await using var command = new NpgsqlCommand(Text, connection);
            command.Parameters.Add(Reads.Is(job.OrganizationId!.Value));
            command.Parameters.Add(Reads.Is(conversation));
            command.Parameters.Add(Reads.Is(time.GetUtcNow()));
            command.Parameters.Add(Reads.Is(job.Traceparent));
            await command.ExecuteNonQueryAsync(stopping);
        });
    }
}
