using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Runs;
using Doorward.Testing;

namespace Doorward.Support.Tests.Copilot;

/// <summary>Runs that are over at the same time are stored by one statement: each whole, each once.</summary>
public sealed class StoredRunTests
{
    [Fact]
    public async Task Of_many_customers_who_write_at_once_each_has_one_draft_and_one_run()
    {
        var letters = await Letters.Open();
        var written = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => letters.Write(n % 3 == 0 ? "Thank you very much!" : "How much is the deposit?")));
        foreach (var (_, message) in written)
        {
            await letters.Draft(message);
        }

        (await letters.Count("SELECT count(*) FROM support.drafts WHERE organization_id = $1")).ShouldBe(60);
        (await letters.Count("SELECT count(*) FROM support.runs r JOIN support.drafts d ON d.organization_id = r.organization_id AND d.id = r.draft_id AND d.message_id = r.message_id WHERE r.organization_id = $1"))
            .ShouldBe(60);
        (await letters.Count("SELECT count(*) FROM events.log WHERE organization_id = $1 AND type IN ('draft.ready', 'draft.escalated')")).ShouldBe(60);
        (await letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.draft'")).ShouldBe(0);
    }

    [Fact]
    public async Task Of_one_customer_who_writes_several_times_only_the_last_message_has_a_draft_that_waits()
    {
        var letters = await Letters.Open();
        var (conversation, first) = await letters.Write("How much is the deposit?");
        var last = first;
        for (var n = 0; n < 8; n++)
        {
            (_, last) = await letters.Write("How much is the deposit?", conversation);
        }

        await letters.Draft(last);
        (await Eventually.Is(async () => await letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1") == 9, TimeSpan.FromSeconds(40))).ShouldBeTrue();
        (await letters.Count("SELECT count(*) FROM support.drafts WHERE organization_id = $1 AND status IN ('SUGGESTED', 'ESCALATED')")).ShouldBe(1);
        (await letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1 AND (outcome = 'superseded') = (draft_id IS NULL)")).ShouldBe(9);
    }

    [Fact]
    public async Task Whose_job_another_has_taken_meanwhile_stores_nothing()
    {
        var (asked, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var drafts = RecordedModel.Drafts(ModelTests.Good);
        await using var model = await RecordedModel.Start(RecordedModel.Waits(asked, go.Task, drafts), drafts);
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var (_, taken) = await letters.Write("How much is the deposit?");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await letters.Do("UPDATE events.jobs SET holder = gen_random_uuid(), attempts = attempts + 1, lease_until = now() + interval '1 hour' WHERE organization_id = $1", Letters.Is(letters.Agency.Id));
        go.SetResult();
        await letters.DraftOf("How much is the deposit?"); // one that came after it is stored

        (await letters.FindDraft(taken)).ShouldBeNull();
        (await letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1")).ShouldBe(1);
        (await letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.draft'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_looked_up_is_in_the_record_and_a_record_of_an_earlier_form_is_not_taken_for_one()
    {
        var letters = await Letters.Open();
        var property = await letters.Agency.Owner.CreatesProperty();
        var day = letters.Agency.Tomorrow(0).AddDays(1);
        (await letters.Agency.Owner.Opens(property, day)).Code.ShouldBe(201);
        var draft = Guid.Parse((string)(await letters.DraftOf($"Could I visit the flat on {day:d MMMM}, please?"))["id"]!);
        var replays = new Replays(letters.Agency.Door.Database, ModelSettings.None, letters.Agency.Desk.Clock);

        var again = (await replays.Repeat(draft, recorded: false, CancellationToken.None)).ShouldNotBeNull();
        (again.Now, again.Note).ShouldBe((again.Then, null));
        again.Differences.ShouldBeEmpty();

        await letters.Do("UPDATE support.runs SET form = 1 WHERE organization_id = $1", Letters.Is(letters.Agency.Id));
        var older = (await replays.Repeat(draft, recorded: false, CancellationToken.None)).ShouldNotBeNull();
        (older.Then, older.Now).ShouldBe((again.Then, null));
        older.Note.ShouldNotBeNull().ShouldContain("form 1");
    }

    [Fact]
    public async Task Customers_who_would_like_to_come_at_the_same_time_are_offered_slots_that_no_two_of_them_hold()
    {
        var letters = await Letters.Open();
        var property = await letters.Agency.Owner.CreatesProperty();
        var day = letters.Agency.Tomorrow(0).AddDays(1);
        for (var n = 0; n < 6; n++)
        {
            (await letters.Agency.Owner.Opens(property, day.AddMinutes(n * 30))).Code.ShouldBe(201);
        }

        var applicants = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            applicants.Add((await letters.Applicant($"Applicant {n}")).Applicant);
        }

        var written = await Task.WhenAll(applicants.Select(applicant => letters.Write($"Could I visit the flat on {day:d MMMM}, please?", applicant: applicant)));
        var offered = 0;
        foreach (var (_, message) in written)
        {
            offered += (await letters.Draft(message))["offers"]!.AsArray().Count(offer => offer!["held_until"] is not null);
        }

        (await letters.Count("SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND status = 'held'")).ShouldBe(offered);
        (await letters.Count("SELECT count(DISTINCT slot_id) FROM visits.bookings WHERE organization_id = $1 AND status = 'held'")).ShouldBe(offered);
        offered.ShouldBeInRange(1, 6);
    }
}
