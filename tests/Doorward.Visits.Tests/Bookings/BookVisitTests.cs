using Doorward.Testing;

namespace Doorward.Visits.Tests.Bookings;

public sealed class BookVisitTests
{
    [Fact]
    public async Task A_cancelled_visit_can_be_booked_again_by_another_and_by_the_same_applicant()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        var slot = (await agent.Opens(await agent.CreatesProperty(), agency.Tomorrow())).Id;
        var ana = await agency.Applicant("Ana");
        var rui = await agency.Applicant("Rui");

        var booking = await ana.Books(slot);
        booking.Outcome.ShouldBe("confirmed");
        (await rui.Books(slot)).Outcome.ShouldBe("slot_taken");
        (await ana.CancelsBooking(booking.Id)).Code.ShouldBe(204);

        var again = await rui.Books(slot);
        again.Outcome.ShouldBe("confirmed");
        (await rui.CancelsBooking(again.Id)).Code.ShouldBe(204);
        (await rui.Books(slot)).Outcome.ShouldBe("confirmed");
    }
}
