using Doorward.Platform.Identity;

namespace Doorward.Platform.Events.Catalogue;

/// <summary>
/// A module's answer to what else its events call a person: visits know an applicant by the applicant's id. Asked once per live connection, so
/// the answer must stay true for as long as the person belongs to the organization.
/// </summary>
public interface IPersonAlias
{
    /// <summary>The ids; none where the module does not know the caller.</summary>
    ValueTask<IReadOnlyList<Guid>> Of(Caller caller, CancellationToken cancellation);
}
