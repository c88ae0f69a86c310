using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Identity;

namespace Doorward.Platform.Events.Live;

/// <summary>Who may see which event: the one rule of every live edge. Modules state it in the catalogue.</summary>
public sealed class EventAudience(IEnumerable<IPersonAlias> aliases)
{
    private readonly IPersonAlias[] _aliases = [.. aliases];

    /// <summary>The caller, with every id under which events may speak of them.</summary>
    public async ValueTask<EventViewer> Of(Caller caller, CancellationToken cancellation)
    {
        var names = new List<Guid> { caller.PersonId };
        foreach (var alias in _aliases)
        {
            names.AddRange(await alias.Of(caller, cancellation));
        }

        return new EventViewer(caller, names);
    }
}

/// <summary>Somebody who looks at events.</summary>
public sealed class EventViewer(Caller caller, IReadOnlyList<Guid> names)
{
    /// <summary>Who they are.</summary>
    public Caller Caller => caller;

    /// <summary>
    /// Staff see what their organization's modules open to staff; everybody sees what concerns them. An event of another organization is seen by
    /// nobody here, one of no organization only by whom it concerns, one that no module declared by nobody at all.
    /// </summary>
    public bool MaySee(LiveEvent live)
    {
        if (live.Type is not { } type || (live.Entry.OrganizationId is { } organization && organization != caller.OrganizationId))
        {
            return false;
        }

        if (type.ToStaff && caller.IsStaff && live.Entry.OrganizationId is not null)
        {
            return true;
        }

        foreach (var id in type.Concerns.Count == 0 ? [] : live.Concerned)
        {
            if (names.Contains(id))
            {
                return true;
            }
        }

        return false;
    }
}
