using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>What a job writes when it is done: in the transaction that also completes it. Overtaken by others (40001), that is run again, and this with it.</summary>
public delegate Task JobWrites(NpgsqlConnection connection, CancellationToken cancellation);

/// <summary>Runs jobs of one kind: work that is slow, leaves the database, or is due later.</summary>
public abstract class JobHandler
{
    /// <summary>
    /// What <see cref="Run"/> returns of a job that it has ended already, by a command whose statement takes the rows of its jobs away and writes what came
    /// of them: many jobs in one statement, instead of a transaction each.
    /// </summary>
    public static JobWrites Ended { get; } = (_, _) => throw new InvalidOperationException("The job has ended: nothing is left to write.");

    /// <summary>As <see cref="Ended"/>, of a job whose lease was lost meanwhile: it is another's, and nothing was written.</summary>
    public static JobWrites Lost { get; } = (_, _) => throw new InvalidOperationException("The job is another's: nothing may be written.");

    /// <summary>The kind, as in <c>events.jobs</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Attempts before it is parked as a dead letter.</summary>
    public virtual int MaxAttempts => 10;

    /// <summary>
    /// How long an attempt may take; past it it is called off. The row's own lease is shorter and renewed meanwhile, so that the work of a node that
    /// died does not wait for the longest that it might have taken.
    /// </summary>
    public virtual TimeSpan Lease => TimeSpan.FromMinutes(1);

    /// <summary>Jobs of this kind that one node runs at once.</summary>
    public virtual int Parallel => 4;

    /// <summary>
    /// Does the work outside the database and returns what to write, or <see cref="Ended"/> or <see cref="Lost"/>. It may run more than once (a node can die
    /// after the work and before the writes), so toward the outside it carries <see cref="Job.Key"/>.
    /// </summary>
    /// <exception cref="JobRefused">It will never succeed: parked at once.</exception>
    public abstract Task<JobWrites> Run(Job job, CancellationToken cancellation);
}

/// <summary>A job that no retry can help; the reason stays with the dead letter.</summary>
public sealed class JobRefused(string reason) : Exception(reason);

/// <summary>What the work rested on has changed before it could be written down: it is done again at once.</summary>
public abstract class JobOvertaken(string reason) : Exception(reason);
