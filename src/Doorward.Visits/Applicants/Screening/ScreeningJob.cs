using System.Text.Json;
using Doorward.Platform.Commands;
using Doorward.Platform.Events.Jobs;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>
/// A message that could not be used, run again because an operator says so: the organization is here now, or the program understands more. Until
/// then it is a dead letter, and it is one again when that does not help.
/// </summary>
internal sealed class ScreeningJob(ScreeningSettings settings, CommandStatement<ScreenApplicant, Outcome<Done>> statement) : JobHandler
{
    public const string Name = "visits.screening";

    public override string Kind => Name;

    public override Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        var text = payload.RootElement.GetProperty("text").GetString()!;
        var command = MessageReader.Read(text) switch
        {
            Reading.Malformed malformed => throw new JobRefused(malformed.Problem),
            Reading.Foreign => throw new JobRefused("event_type is another."),
            var reading => ScreenApplicant.Of(reading, job.Key, text, job.Traceparent, settings)!,
        };
        return command.Problem is { } problem ? throw new JobRefused(problem) : Task.FromResult<JobWrites>(async (connection, stop) =>
        {
            if (await statement.Carry(connection, command, stop) is { Code: "no_such_organization" })
            {
                // Takes back what the statement wrote: this job is its dead letter already.
                throw new JobRefused("The event names an organization that is not here.");
            }
        });
    }
}
