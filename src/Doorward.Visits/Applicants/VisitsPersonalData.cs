using System.Runtime.CompilerServices;
using Doorward.Accounts.People;
using Doorward.Platform.Postgres;
using Doorward.Visits.Applicants.Screening;
using Npgsql;

namespace Doorward.Visits.Applicants;

/// <summary>What visits know of a person: whom the agencies screened, what they booked and wrote, what they showed as agents.</summary>
internal sealed class VisitsPersonalData(NpgsqlDataSource database) : IPersonalData
{
    private static readonly string EraseText = Sql.Read(typeof(VisitsPersonalData).Assembly, "Applicants/EraseApplicant.sql");

    private static readonly (string Path, string Statement)[] Files =
    [
        ("visits/applicants.json", Read("ExportApplicants.sql")), ("visits/screenings.json", Read("ExportScreenings.sql")),
        ("visits/bookings.json", Read("ExportBookings.sql")), ("visits/slots.json", Read("ExportSlots.sql")),
    ];

    public async Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        // first: they are found by what the applicant is called until now
        await LettersOfPerson.Erase(personId, transaction, cancellation);
        await using var erase = new NpgsqlCommand(EraseText, transaction.Connection, transaction);
        erase.Parameters.Add(Reads.Is(personId));
        await erase.ExecuteNonQueryAsync(cancellation);
    }

    public async IAsyncEnumerable<ExportedFile> Export(Guid personId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (path, statement) in Files)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return ExportedRows.Of(path, statement, personId, database);
        }
    }

    private static string Read(string name) => Sql.Read(typeof(VisitsPersonalData).Assembly, "Applicants/" + name);
}
