using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Doorward.Accounts.SignIn;
using Doorward.GraphQL;
using Doorward.Platform.Http;
using Doorward.Support.Graph;

namespace Doorward.Support.Conversations;

/// <summary>A token that opens one conversation.</summary>
internal sealed record GuestLink(string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Signs and reads the links by which customers without a sign-in reach their conversation: organization, conversation and end, under the key of
/// all mailed links. Nothing is stored, so a link ends by its time.
/// </summary>
internal sealed class GuestLinks(LinkTokens links, TimeProvider time)
{
    public GuestLink For(Guid organizationId, Guid conversationId, TimeSpan lifetime)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new GuestLink($"{organizationId:N}.{conversationId:N}.{seconds}.{Secret(organizationId, conversationId, seconds)}", expires);
    }

    /// <summary>Whose link it is; null where it is none, or has ended.</summary>
    public Guest? Read(string? token)
    {
        var parts = token?.Split('.');
        return parts is { Length: 4 }
            && Guid.TryParseExact(parts[0], "N", out var organization)
            && Guid.TryParseExact(parts[1], "N", out var conversation)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(parts[3]), Encoding.UTF8.GetBytes(Secret(organization, conversation, parts[2])))
            && expires > time.GetUtcNow().ToUnixTimeSeconds()
                ? new Guest(organization, conversation, DateTimeOffset.FromUnixTimeSeconds(expires))
                : null;
    }

    private string Secret(Guid organization, Guid conversation, string expires) => links.For($"guest/{organization:N}/{expires}", conversation);

    /// <summary>The mutation <c>createGuestLink</c>.</summary>
    public static async Task<GuestLink> Mutate(
        Guid conversationId, int days, Viewer viewer, GuestLinks guests, ConversationReads conversations, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        if (days is < 1 or > 90)
        {
            throw new RefusalException(GraphQLErrorCodes.BadUserInput, "days must be from 1 to 90.");
        }

        return await conversations.Find(conversationId, cancellation) is null
            ? throw new Refusal("no_such_conversation", 404, "There is no such conversation.").AsGraph()
            : guests.For(staff.OrganizationId, conversationId, TimeSpan.FromDays(days));
    }
}
