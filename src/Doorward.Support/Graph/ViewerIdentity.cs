namespace Doorward.Support.Graph;

/// <summary>Who asks, as the graph tells them.</summary>
internal sealed record ViewerIdentity(Guid? PersonId, string Role, Guid OrganizationId)
{
    public static ViewerIdentity Of(Viewer viewer) => new(viewer.Caller?.PersonId, viewer.Caller?.Role switch
    {
        Platform.Identity.Role.Owner => "OWNER",
        Platform.Identity.Role.Agent => "AGENT",
        Platform.Identity.Role.Applicant => "APPLICANT",
        _ => "GUEST",
    }, viewer.Sight.OrganizationId);
}
