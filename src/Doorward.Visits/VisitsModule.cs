using Doorward.Accounts.People;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Visits.Applicants;
using Doorward.Visits.Bookings;
using Doorward.Visits.Holds;
using Doorward.Visits.Notices;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Visits;

/// <summary>Properties, the slots in which they are shown, and the bookings that applicants make.</summary>
public static class VisitsModule
{
    /// <summary>Its schema.</summary>
    public static Module Module { get; } = new("visits", typeof(VisitsModule).Assembly);

    /// <summary>What an API key needs to change anything here.</summary>
    private static KeyScope Write { get; } = new("visits:write", "Make and change properties, slots and applicants, as an agent does.");

    /// <summary>Its commands, and its answer to who a caller is.</summary>
    public static IServiceCollection AddVisits(this IServiceCollection services, HoldRules? holds = null) => services
        .AddSingleton(holds ?? new HoldRules())
        .AddVisitKinds()
        .AddSubscriber<VisitNotices>()
        .AddJob<Remind>()
        .AddSingleton<ICallerSource, FindApplicant>()
        .AddSingleton<PropertyFacts>()
        .AddSingleton<FreeSlots>()
        .AddSingleton<VisitsOfApplicant>()
        .AddSingleton(all => new BookForApplicant(all.GetRequiredService<CommandStatement<BookVisit, Outcome<Booking>>>()))
        .AddSingleton(all => new SlotHolds(all.GetRequiredService<CommandStatement<HoldSlot, Outcome<Slot>>>(), all.GetRequiredService<TimeProvider>()))
        .AddJob<LapseHold>()
        .AddEventTypes(VisitsEvents.All)
        .AddTopicGate<BookingGate>()
        .AddSingleton<IPersonAlias, ApplicantAlias>()
        .AddSingleton<IPersonalData, VisitsPersonalData>()
        .AddSingleton(Write)
        .AddSubscriber<WithdrawSlots>()
        .AddCommand<CreateProperty, Outcome<Property>, CreatePropertyStatement>()
        .AddCommand<ChangeProperty, Outcome<Property>, ChangePropertyStatement>()
        .AddCommand<ArchiveProperty, Outcome<Done>, ArchivePropertyStatement>()
        .AddCommand<OpenSlot, Outcome<Slot>, OpenSlotStatement>()
        .AddCommand<CancelSlot, Outcome<Done>, CancelSlotStatement>()
        .AddCommand<HoldSlot, Outcome<Slot>, HoldSlotStatement>()
        .AddCommand<ReleaseHold, Outcome<Done>, ReleaseHoldStatement>()
        .AddCommand<AcceptApplicant, Outcome<Applicant>, AcceptApplicantStatement>()
        .AddCommand<BookVisit, Outcome<Booking>, BookVisitStatement>()
        .AddCommand<CancelBooking, Outcome<Done>, CancelBookingStatement>();

    /// <summary>Its routes, below <c>/api/v1</c>.</summary>
    public static void MapVisits(this IEndpointRouteBuilder api)
    {
        var properties = api.MapGroup("/properties").WithSection("Properties", "The places that the agency shows.");
        CreatePropertyEndpoint.Map(properties.MapGroup("").WithKeyScope(Write));
        ListProperties.Map(properties);
        ShowProperty.Map(properties);
        ChangePropertyEndpoint.Map(properties.MapGroup("").WithKeyScope(Write));
        ArchivePropertyEndpoint.Map(properties.MapGroup("").WithKeyScope(Write));
        ListSlotsOfProperty.Map(properties);

        var slots = api.MapGroup("/slots").WithSection("Slots", "The times at which an agent shows a property.");
        OpenSlotEndpoint.Map(slots.MapGroup("").WithKeyScope(Write));
        ListSlots.Map(slots);
        ListUnattendedSlots.Map(slots);
        ShowSlot.Map(slots);
        CancelSlotEndpoint.Map(slots.MapGroup("").WithKeyScope(Write));
        HoldSlotEndpoint.Map(slots.MapGroup("").WithKeyScope(Write));
        ReleaseHoldEndpoint.Map(slots.MapGroup("").WithKeyScope(Write));

        var applicants = api.MapGroup("/applicants").WithSection("Applicants", "The people whom the agency has accepted and shows round.");
        AcceptApplicantEndpoint.Map(applicants.MapGroup("").WithKeyScope(Write));
        ListApplicants.Map(applicants);

        var bookings = api.MapGroup("/bookings").WithSection("Bookings", "The visits that applicants have booked.");
        BookVisitEndpoint.Map(bookings);
        ListBookings.Map(bookings);
        ShowBooking.Map(bookings);
        CancelBookingEndpoint.Map(bookings);
    }
}
