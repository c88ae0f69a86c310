using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Drafts;

/// <summary>A person rejects a draft, or hands it on to somebody who knows more.</summary>
internal sealed record ReviewDraft(Guid DraftId, int? Version, string Action, string Reason, Guid ReviewId, Caller By, string? Traceparent);

/// <summary>The mutations <c>rejectReply</c> and <c>escalate</c>.</summary>
internal sealed class DraftReviews(Viewer viewer, CommandBatcher<ReviewDraft, Reviewed> reviews, DraftReads drafts)
{
    public Task<Draft> Reject(Guid draftId, string? reason, int? version, CancellationToken cancellation) =>
        Review(draftId, "REJECTED", reason, version, cancellation);

    public Task<Draft> Escalate(Guid draftId, string? reason, int? version, CancellationToken cancellation) =>
        Review(draftId, "ESCALATED", reason, version, cancellation);

    private async Task<Draft> Review(Guid draftId, string action, string? reason, int? version, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        var errors = new FieldErrors();
        var why = errors.OptionalProse("reason", reason, 2000) ?? "";
        if (errors.Any)
        {
            throw errors.AsGraph();
        }

        var reviewed = await reviews.Submit(
            new ReviewDraft(draftId, version, action, why, Guid.CreateVersion7(), staff, DoorwardTelemetry.Traceparent), cancellation);
        return reviewed.Outcome is "rejected" or "escalated" ? (await drafts.Find(draftId, cancellation))! : throw reviewed.AsRefusal();
    }
}

internal sealed class ReviewDraftStatement(TimeProvider time) : CommandStatement<ReviewDraft, Reviewed>
{
    public override string Text { get; } = Sql.Of<ReviewDraft>();

    public override void Bind(Parameters parameters, IReadOnlyList<ReviewDraft> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.DraftId)
        .Add(commands, NpgsqlDbType.Integer, c => c.Version)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Action)
        .Add(commands, NpgsqlDbType.Text, c => c.Reason)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ReviewId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Reviewed Read(NpgsqlDataReader row, ReviewDraft command) => Reviewed.Read(row);

    // Of two people who review a draft at once, the later one must find what the first one did.
    public override (Guid First, Guid Second) Alone(ReviewDraft command) => (command.DraftId, default);
}
