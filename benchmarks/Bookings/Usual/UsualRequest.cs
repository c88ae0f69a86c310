using System.Text.Json.Serialization;

namespace Doorward.Benchmarks.Bookings.Usual;

internal sealed record UsualRequest([property: JsonPropertyName("slot_id")] Guid SlotId, string? Notes = null);

internal sealed record UsualAnswer(
    Guid Id, Guid SlotId, Guid ApplicantId, Guid PropertyId, Guid AgentId, DateTime StartsAt, DateTime EndsAt, string Status, string Notes, DateTime CreatedAt);
