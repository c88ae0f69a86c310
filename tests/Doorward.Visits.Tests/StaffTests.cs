using Doorward.Platform.Commands;
using Doorward.Platform.Identity;
using Doorward.Testing;
using Doorward.Visits.Applicants;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Visits.Tests;

public sealed class StaffTests
{
    [Fact]
    public async Task Who_has_left_the_agency_changes_nothing_more_even_while_their_token_is_still_remembered()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty();
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow())).Id;

        // Whoever the edge took them for before they left: the statements look by themselves.
        var gone = new Caller(Guid.CreateVersion7(), agency.Id, Role.Owner);

        async Task<string> Does<TCommand, T>(TCommand command)
            where T : class =>
            (await agency.Desk.Services.GetRequiredService<CommandBatcher<TCommand, Outcome<T>>>().Submit(command, CancellationToken.None)).Code;

        (await Does<CreateProperty, Property>(new(Guid.CreateVersion7(), "x", "y", "Europe/Lisbon", false, default, gone, null))).ShouldBe("no_longer_staff");
        (await Does<ChangeProperty, Property>(new(property, "x", null, null, null, gone, null))).ShouldBe("no_longer_staff");
        (await Does<ArchiveProperty, Done>(new(property, gone, null))).ShouldBe("no_longer_staff");
        (await Does<OpenSlot, Slot>(new(Guid.CreateVersion7(), property, agency.Tomorrow(2), agency.Tomorrow(3), default, gone, null))).ShouldBe("no_longer_staff");
        (await Does<CancelSlot, Done>(new(slot, gone, null))).ShouldBe("no_longer_staff");
        (await Does<AcceptApplicant, Applicant>(new(Guid.CreateVersion7(), "x", "X", "x@example.com", "LOW", gone, null))).ShouldBe("no_longer_staff");

        (await agency.Owner.Get($"slots/{slot}")).Outcome.ShouldBe("available");
        (await agency.Owner.Get("applicants")).Body!["applicants"]!.AsArray().Count.ShouldBe(0);
        (await agency.Owner.Get("properties")).Body!["properties"]!.AsArray().Count.ShouldBe(1);
    }
}
