using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Accounts.Files;

/// <summary>What happens to files: seen by whose they are.</summary>
internal static class FileEvents
{
    private static readonly EventTopic Topic = new("files", "One's own photos and attachments.") { ForApplicants = true };

    public static IEnumerable<EventType> All =>
    [
        new("file.completed", "A file's bytes have arrived and were checked.", Topic)
        {
            After = new Completed("photo", "image/jpeg", 481_204), ToStaff = false, Concerns = ["actor_id"],
        },
        new("file.deleted", "Somebody deleted a file of theirs.", Topic) { Before = new Gone("complete", "photo"), ToStaff = false, Concerns = ["actor_id"] },
        new("file.lapsed", "A file that was announced never arrived.", Topic) { Before = new Gone("pending", "photo"), After = new Lapsed(Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11")), ToStaff = false, Concerns = ["person_id"] },
    ];

    private sealed record Completed(
        [property: Description("What it is for.")]
        [property: AllowedValues("photo", "attachment")] string Purpose,
        [property: Description("Its media type.")] string ContentType,
        [property: Description("Its size.")] long Bytes);

    private sealed record Lapsed([property: Description("Whose it was.")] Guid PersonId);

    private sealed record Gone(
        [property: Description("Whether it was complete.")]
        [property: AllowedValues("pending", "complete")] string Status,
        [property: Description("What it was for.")]
        [property: AllowedValues("photo", "attachment")] string Purpose);
}
