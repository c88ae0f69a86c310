using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Bookings;

/// <summary>One booking as a live topic: for the staff of the agency and for the applicant whose visit it is.</summary>
internal sealed class BookingGate(NpgsqlDataSource database) : ITopicGate
{
    public EventTopic Topic { get; } = new("booking", "One visit: what becomes of it, and who looks at it.")
    {
        Within = VisitsEvents.Bookings, KeyedBy = "subject_id", ForApplicants = true,
    };

    public async ValueTask<bool> Admits(Caller caller, Guid key, CancellationToken cancellation) => (await database.List(
        Sql.Of<BookingGate>(), row => row.GetBoolean(0), cancellation,
        Reads.Is(caller.OrganizationId), Reads.Is(key), Reads.Is(caller.PersonId), Reads.Is(caller.IsStaff))) is [true];
}
