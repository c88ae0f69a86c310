using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>What a module keeps about a person. Every module that stores personal data registers one.</summary>
public interface IPersonalData
{
    /// <summary>
    /// Removes or pseudonymises it, inside the erasure's own transaction. What must happen outside the database, such as deleting stored
    /// objects, is a job inserted in that transaction.
    /// </summary>
    Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation);

    /// <summary>Everything held, as files of the export.</summary>
    IAsyncEnumerable<ExportedFile> Export(Guid personId, CancellationToken cancellation);
}

/// <summary>A file of a person's export.</summary>
/// <param name="Path">Its path inside the zip, such as <c>visits/bookings.json</c>.</param>
/// <param name="Write">Writes its content to the stream.</param>
public sealed record ExportedFile(string Path, Func<Stream, CancellationToken, Task> Write);
