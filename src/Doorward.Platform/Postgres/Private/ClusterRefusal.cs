namespace Doorward.Platform.Postgres.Private;

/// <summary>
/// The private PostgreSQL cannot be used, for a reason that was foreseen. The message is for the person who typed the
/// command: it says what is wrong and exactly what to do.
/// </summary>
#pragma warning disable CA1710 // It is the refusal that is thrown and shown; "Exception" adds nothing
public sealed class ClusterRefusal(string message, Exception? inner = null) : Exception(message, inner);
