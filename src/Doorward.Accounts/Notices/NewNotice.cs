namespace Doorward.Accounts.Notices;

/// <summary>A fact that somebody is to be told.</summary>
/// <param name="Kind">A registered <see cref="NoticeKind"/>'s name.</param>
/// <param name="Key">Which fact of its kind, such as the booking's id: one notice per kind, key and recipient, however often it is added.</param>
/// <param name="PersonId">Who; null when only an address is known.</param>
/// <param name="Address">Where, when no person is known; null otherwise.</param>
/// <param name="OrganizationId">Whose notice; null for the installation's own.</param>
/// <param name="Facts">
/// What its templates speak of: a value of the type of its kind's example. No names of people: their ids, which <see cref="NoticeKind.People"/> names.
/// </param>
/// <param name="Traceparent">The W3C trace context of what caused it.</param>
public sealed record NewNotice(string Kind, string Key, Guid? PersonId, string? Address, Guid? OrganizationId, object Facts, string? Traceparent = null)
{
    /// <summary>After this nobody needs to be told any more: it is not sent later than that. Null: it stays worth telling.</summary>
    public DateTimeOffset? GoodUntil { get; init; }
}
