namespace Doorward.Platform.Postgres.Private;

/// <summary>Where the private PostgreSQL lives and how it is run.</summary>
public sealed record PrivateClusterOptions
{
    /// <summary>Holds the database, its password, its log and its lock. Made when it does not exist.</summary>
    public string DataFolder { get; init; } = "./data";

    /// <summary>The folder of <c>postgres</c> and <c>initdb</c>; null looks for an installed PostgreSQL.</summary>
    public string? BinFolder { get; init; }

    /// <summary>postgresql.conf settings laid over Doorward's own, as in <c>fsync</c> → <c>off</c> for a throw-away cluster.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a start may take before it is given up; recovery after a crash reads up to 1 GB of log.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a clean stop may take before an immediate one, which costs a recovery but no data.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of every wait.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
