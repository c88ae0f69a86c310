using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Applicants;

/// <summary>Visits speak of applicants by the applicant's id: whose it is, is settled once, when they first sign in.</summary>
internal sealed class ApplicantAlias(NpgsqlDataSource database) : IPersonAlias
{
    public async ValueTask<IReadOnlyList<Guid>> Of(Caller caller, CancellationToken cancellation) => caller.IsStaff ? [] : await database.List(
        Sql.Of<ApplicantAlias>(), row => row.GetGuid(0), cancellation, Reads.Is(caller.OrganizationId), Reads.Is(caller.PersonId));
}
