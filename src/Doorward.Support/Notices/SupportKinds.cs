using Doorward.Accounts.Notices;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Notices;

/// <summary>The kinds of notice that the support part owns, and what they speak of.</summary>
internal static class SupportKinds
{
    public const string ReplySent = "reply_sent";
    public const string DraftEscalated = "draft_escalated";

    private static readonly Guid Conversation = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c50");

    public static IServiceCollection AddSupportKinds(this IServiceCollection services) => services
        .AddNotice(new NoticeKind(ReplySent, "The agency answered; told to the customer.", typeof(SupportKinds), new ReplyFacts(
            Conversation, Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c03"))) { People = ["by"] })
        .AddNotice(new NoticeKind(
            DraftEscalated, "A draft needs a person; told to whoever has the conversation, or to the owners.", typeof(SupportKinds),
            new EscalatedFacts(Conversation, Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c52"))) { GoneStatement = "IsDraftDecided.sql" });
}

/// <summary>A reply. Its words stay in the conversation: a notice may be read where the conversation may not.</summary>
internal sealed record ReplyFacts(Guid ConversationId, Guid ById);

/// <summary>A draft that waits for somebody who knows more.</summary>
internal sealed record EscalatedFacts(Guid ConversationId, Guid DraftId);
