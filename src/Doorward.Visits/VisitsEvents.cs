using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;
using Doorward.Visits.Applicants;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Visits;

/// <summary>What the visits part writes to the log: ids, times and states. The words of people stay in its own tables.</summary>
internal static class VisitsEvents
{
    private const string Stream = "bookings";

    private static readonly EventTopic Properties = new("properties", "The places that the agency shows.") { Stream = Stream };
    private static readonly EventTopic Slots = new("slots", "The times at which an agent shows a property.") { Stream = Stream };
    private static readonly EventTopic Applicants = new("applicants", "The people whom the agency has accepted or refused.") { Stream = Stream };
    internal static readonly EventTopic Bookings = new("bookings", "The visits that applicants book; applicants are told of their own.") { ForApplicants = true, Stream = Stream };

    private static readonly PropertyState Flores = new("Rua das Flores 12", "Rua das Flores 12, 4050-262 Porto", "Europe/Lisbon", false);
    private static readonly Slot Slot = Slot.Example;
    private static readonly Booking Booking = Booking.Example;

    public static IEnumerable<EventType> All =>
    [
        new("property.created", "A property was added.", Properties) { After = Flores },
        new("property.changed", "What is known of a property was changed.", Properties)
        {
            Before = Flores, After = Flores with { AllowsParallelViewings = true },
        },
        new("property.archived", "A property is no longer shown.", Properties)
        {
            Before = new PropertyArchived(null), After = new PropertyArchived(Slot.CreatedAt),
        },
        new("slot.opened", "An agent opened a slot.", Slots)
        {
            After = new SlotOpened("available", Slot.PropertyId, Slot.AgentId, Slot.StartsAt, Slot.EndsAt),
        },
        new("slot.cancelled", "A slot was cancelled, and its booking with it.", Slots)
        {
            Before = new Before("booked"),
            After = new SlotCancelled("cancelled", Slot.PropertyId, Slot.AgentId, Slot.StartsAt, Slot.EndsAt, Booking.Id, Booking.ApplicantId),
        },
        new("slot.held", "A slot is kept for an applicant for some minutes.", Bookings)
        {
            Before = new Before("available"),
            After = new SlotHeld("held", Booking.ApplicantId, Slot.CreatedAt.AddMinutes(15), Slot.PropertyId, Slot.AgentId, Slot.StartsAt, Slot.EndsAt),
            Concerns = ["applicant_id"],
        },
        new("slot.released", "A hold ended; the slot can be had again, unless what follows at once takes it.", Bookings)
        {
            Before = new Before("held"),
            After = new SlotReleased("available", "lapsed", Booking.ApplicantId, Slot.CreatedAt.AddMinutes(15), Slot.StartsAt, Slot.EndsAt),
            Concerns = ["applicant_id"],
        },
        new("applicant.accepted", "Somebody was screened and may book visits.", Applicants) { After = new Screened("LOW") },
        new("applicant.refused", "Somebody was screened and may not book visits.", Applicants) { After = new Screened("HIGH") },
        new("applicant.signed_in", "An applicant signed in for the first time.", Applicants) { After = new SignedIn(Applicant.Example.Id) },
        new("booking.confirmed", "An applicant booked a visit.", Bookings)
        {
            After = new BookingConfirmed("confirmed", Slot.Id, Booking.ApplicantId, Slot.PropertyId, Slot.AgentId, Slot.StartsAt, Slot.EndsAt),
            Concerns = ["applicant_id"],
        },
        new("booking.cancelled", "A visit was cancelled, by the applicant or with its slot.", Bookings)
        {
            Before = new Before("confirmed"),
            After = new BookingCancelled("cancelled_by_agent", Slot.Id, Booking.ApplicantId, Slot.StartsAt, Slot.EndsAt, Slot.PropertyId, Slot.AgentId),
            Concerns = ["applicant_id"],
        },
    ];

    private sealed record Before([property: Description("What it was before.")] string Status);

    private sealed record PropertyState(
        [property: Description("What the agency calls it.")] string Name,
        [property: Description("Where it is.")] string? Address,
        [property: Description("Its IANA time zone.")] string TimeZone,
        [property: Description("Whether several agents may show it at once.")] bool AllowsParallelViewings);

    private sealed record PropertyArchived([property: Description("Since when it is no longer shown.")] DateTimeOffset? ArchivedAt);

    private sealed record SlotOpened(
        [property: Description("available.")] string Status,
        [property: Description("What is shown.")] Guid PropertyId,
        [property: Description("Who shows it.")] Guid AgentId,
        [property: Description("When it begins.")] DateTimeOffset StartsAt,
        [property: Description("When it ends.")] DateTimeOffset EndsAt);

    private sealed record SlotCancelled(
        [property: Description("cancelled.")] string Status,
        [property: Description("What would have been shown.")] Guid PropertyId,
        [property: Description("Whose slot it was.")] Guid AgentId,
        [property: Description("When it would have begun.")] DateTimeOffset StartsAt,
        [property: Description("When it would have ended.")] DateTimeOffset EndsAt,
        [property: Description("The booking that was cancelled with it, if any.")] Guid? BookingId,
        [property: Description("Whose booking that was.")] Guid? ApplicantId);

    private sealed record SlotHeld(
        [property: Description("held.")] string Status,
        [property: Description("For whom.")] Guid ApplicantId,
        [property: Description("When it lapses by itself.")] DateTimeOffset HeldUntil,
        [property: Description("What is shown.")] Guid PropertyId,
        [property: Description("Who shows it.")] Guid AgentId,
        [property: Description("When the slot begins.")] DateTimeOffset StartsAt,
        [property: Description("When the slot ends.")] DateTimeOffset EndsAt);

    private sealed record SlotReleased(
        [property: Description("available.")] string Status,
        [property: Description("lapsed; released, by hand; booked, by its holder; replaced, by another visit of its holder; cancelled, with the slot.")] string Reason,
        [property: Description("For whom it was held.")] Guid ApplicantId,
        [property: Description("When it would have lapsed, or did.")] DateTimeOffset HeldUntil,
        [property: Description("When the slot begins.")] DateTimeOffset StartsAt,
        [property: Description("When the slot ends.")] DateTimeOffset EndsAt);

    private sealed record Screened(
        [property: Description("LOW or MEDIUM, who is accepted; HIGH; UNKNOWN, where a screening system said anything else.")] string RiskLevel);

    private sealed record SignedIn([property: Description("The person that the applicant is.")] Guid PersonId);

    private sealed record BookingConfirmed(
        [property: Description("confirmed.")] string Status,
        [property: Description("The slot that was taken.")] Guid SlotId,
        [property: Description("Who comes.")] Guid ApplicantId,
        [property: Description("What is shown.")] Guid PropertyId,
        [property: Description("Who shows it.")] Guid AgentId,
        [property: Description("When the visit begins.")] DateTimeOffset StartsAt,
        [property: Description("When the visit ends.")] DateTimeOffset EndsAt);

    private sealed record BookingCancelled(
        [property: Description("cancelled_by_applicant or cancelled_by_agent.")] string Status,
        [property: Description("The slot that it had taken.")] Guid SlotId,
        [property: Description("Who would have come.")] Guid ApplicantId,
        [property: Description("When the visit would have begun.")] DateTimeOffset StartsAt,
        [property: Description("When the visit would have ended.")] DateTimeOffset EndsAt,
        [property: Description("What would have been shown; told when the slot was cancelled.")] Guid? PropertyId = null,
        [property: Description("Who would have shown it; told when the slot was cancelled.")] Guid? AgentId = null);
}
