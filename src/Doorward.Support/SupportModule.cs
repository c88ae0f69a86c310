using Doorward.Accounts.People;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Live;
using Doorward.Platform.Postgres;
using Doorward.Support.Conversations;
using Doorward.Support.Copilot;
using Doorward.Support.Drafts;
using Doorward.Support.Evals;
using Doorward.Support.Graph;
using Doorward.Support.Knowledge;
using Doorward.Support.Notices;
using Doorward.Support.Knowledge.Embeddings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support;

/// <summary>Conversations with customers, the copilot's drafts of answers, and the people who approve them.</summary>
public static class SupportModule
{
    /// <summary>Its schema.</summary>
    public static Module Module { get; } = new("support", typeof(SupportModule).Assembly);

    /// <summary>Its commands and its graph.</summary>
    public static IServiceCollection AddSupport(this IServiceCollection services, EmbeddingSettings embeddings) => services
        .AddEventTypes(SupportEvents.All)
        .AddConversations()
        .AddDrafts()
        .AddKnowledge(embeddings)
        .AddCopilot()
        .AddEvals()
        .AddSupportKinds()
        .AddSubscriber<SupportNotices>()
        .AddGraph();

    /// <summary>WebSockets for its subscriptions, and for nobody else's.</summary>
    public static void UseSupport(this IApplicationBuilder app) => app.UseGraph();

    /// <summary>Its one route, <c>/graphql</c>.</summary>
    public static void MapSupport(this IEndpointRouteBuilder routes) => routes.MapGraph();

    /// <summary>The graph's schema as clients build against it, in the schema definition language.</summary>
    public static string Schema(IServiceProvider services) => SchemaPrinter.Print(services.GetRequiredService<GraphEngine>().Schema) + "\n";

    private static IServiceCollection AddConversations(this IServiceCollection services) => services
        .AddSingleton<GuestLinks>()
        .AddConversationRows()
        .AddSingleton<ConversationUpdates>()
        .AddTopicGate<ConversationGate>()
        .AddLiveHandler<SendMessage, SendMessageHandler>("message.send")
        .AddSingleton<IPersonalData, PersonalConversations>()
        .AddScoped<ConversationReads>()
        .AddScoped<ConversationChanges>()
        .AddCommand<IngestMessage, Outcome<Message>, IngestMessageStatement>()
        .AddCommand<SendReply, Outcome<Message>, SendReplyStatement>()
        .AddCommand<ChangeConversation, Outcome<Done>, ChangeConversationStatement>()
        .AddCommand<AddNote, Outcome<Note>, AddNoteStatement>()
        .AddSubscriber<Snoozes>()
        .AddJob<WakeConversation>();

    private static IServiceCollection AddDrafts(this IServiceCollection services) => services
        .AddDraftRows()
        .AddSingleton<DraftUpdates>()
        .AddSingleton<ApproveAndBook>()
        .AddScoped<DraftReads>()
        .AddScoped<DraftReviews>()
        .AddScoped<Approvals>()
        .AddCommand<ApproveReply, Reviewed, ApproveReplyStatement>()
        .AddCommand<ReviewDraft, Reviewed, ReviewDraftStatement>();
}
