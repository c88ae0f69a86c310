using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;
using Doorward.Visits.Applicants.Screening;

namespace Doorward.Visits.Tests.Applicants.Screening;

/// <summary>What comes of the messages of a screening system, through a real queue.</summary>
public sealed class ScreeningTests(ScreeningTests.Front front) : IClassFixture<ScreeningTests.Front>
{
    [Fact]
    public async Task Every_shape_brings_an_applicant()
    {
        var agency = await Agency.Open(front.Desk);
        var events = Screened.Shapes.Select((shape, n) => (Shape: shape, Event: Screened.Of(agency, n % 2 == 0 ? "LOW" : "MEDIUM"))).ToList();

        await Task.WhenAll(events.Select(one => front.Queue.Send(one.Event.As(one.Shape))));
        await front.Queue.IsEmpty();

        (await agency.Applicants()).Select(one => ((string)one!["external_id"]!, (string)one["name"]!, (string)one["email"]!, (string)one["risk_level"]!, (bool)one["signed_in"]!))
            .ShouldBe(events.Select(one => (one.Event.ApplicantId, "João Silva", one.Event.Email, one.Event.Level, false)), ignoreOrder: true);
        (await agency.Outcomes()).ShouldBe(Enumerable.Repeat("accepted", events.Count));
        (await agency.Logged()).Order().ShouldBe(events.Select(one => $"applicant.accepted {one.Event.Level}").Order());
    }

    [Fact]
    public async Task Whoever_was_screened_signs_in_and_books()
    {
        var agency = await Agency.Open(front.Desk);
        var slot = await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow());
        var screened = Screened.Of(agency);
        await front.Queue.Send(screened.As("sns"));
        await front.Queue.IsEmpty();

        var joao = new Person(front.Desk, front.Desk.Issuer.Mint(
            new OwnTokenClaims($"sub-{screened.ApplicantId}", screened.Email, true, screened.Name, agency.Slug, "applicant"), TimeSpan.FromHours(1)));
        var booked = await joao.Books(slot.Id, "I come by tram.");

        (booked.Code, booked.Outcome).ShouldBe((201, "confirmed"), booked.Body?.ToJsonString());
        ((bool)(await agency.Applicants())[0]!["signed_in"]!).ShouldBeTrue();
    }

    [Theory]
    [InlineData(" low\t", "accepted", "applicant.accepted LOW")]
    [InlineData("Medium", "accepted", "applicant.accepted MEDIUM")]
    [InlineData("HIGH", "risk_too_high", "applicant.refused HIGH")]
    [InlineData("high ", "risk_too_high", "applicant.refused HIGH")]
    [InlineData("EXTREME", "risk_unknown", "applicant.refused UNKNOWN")]
    [InlineData("LOW-ISH", "risk_unknown", "applicant.refused UNKNOWN")]
    public async Task Only_low_and_medium_are_accepted_and_every_outcome_is_recorded(string level, string outcome, string logged)
    {
        var agency = await Agency.Open(front.Desk);

        await front.Queue.Send(Screened.Of(agency, level).As("typed"));
        await front.Queue.IsEmpty();

        (await agency.Outcomes()).ShouldBe([outcome]);
        (await agency.Logged()).ShouldBe([logged]);
        (await agency.Applicants()).Count.ShouldBe(outcome == "accepted" ? 1 : 0);
    }

    [Fact]
    public async Task However_often_and_in_whatever_order_events_come_they_count_once()
    {
        var agency = await Agency.Open(front.Desk);
        var (ana, high, rui) = (Screened.Of(agency), Screened.Of(agency, "HIGH"), Screened.Of(agency, "MEDIUM"));
        string[] texts = [ana.As("envelope"), high.As("flat"), rui.As("sns"), ana.As("sns"), high.As("typed"), rui.As("flat"), ana.As("flat"), high.As("sns"), ana.As("typed")];

        await Task.WhenAll(texts.Concat(texts.Reverse()).Select(text => front.Queue.Send(text)));
        await front.Queue.IsEmpty();
        await front.Queue.Send(ana.As("envelope"));
        await front.Queue.IsEmpty();

        (await agency.Applicants()).Select(one => (string)one!["external_id"]!).ShouldBe([ana.ApplicantId, rui.ApplicantId], ignoreOrder: true);
        (await agency.Outcomes()).Order().ShouldBe(["accepted", "accepted", "risk_too_high"]);
        (await agency.Logged()).Order().ShouldBe(["applicant.accepted LOW", "applicant.accepted MEDIUM", "applicant.refused HIGH"]);
    }

    [Fact]
    public async Task Another_event_of_somebody_who_is_known_changes_nothing_about_them_and_a_refusal_is_logged_as_theirs()
    {
        var agency = await Agency.Open(front.Desk);
        var first = Screened.Of(agency);
        var others = new[] { "MEDIUM", "HIGH" }.Select(level => first with { EventId = $"event-{Guid.CreateVersion7()}", Level = level, Name = "Somebody Else" });
        await front.Queue.Send(first.As("typed"));
        await front.Queue.IsEmpty();

        await Task.WhenAll(others.Select(other => front.Queue.Send(other.As("typed"))));
        await front.Queue.IsEmpty();

        var applicant = (await agency.Applicants()).ShouldHaveSingleItem()!;
        ((string)applicant["name"]!, (string)applicant["risk_level"]!).ShouldBe(("João Silva", "LOW"));
        (await agency.Outcomes()).Order().ShouldBe(["accepted", "known", "risk_too_high"]);
        (await front.Desk.Database.Texts("SELECT subject_id::text FROM events.log WHERE organization_id = $1 AND type = 'applicant.refused'", agency.Id))
            .ShouldBe([(string)applicant["id"]!]);
    }

    [Fact]
    public async Task The_same_event_and_applicant_of_another_agency_are_others()
    {
        var (one, other) = (await Agency.Open(front.Desk), await Agency.Open(front.Desk));
        var screened = Screened.Of(one);

        await front.Queue.Send(screened.As("typed"));
        await front.Queue.Send((screened with { Organization = other.Id.ToString() }).As("typed"));
        await front.Queue.IsEmpty();

        (await one.Applicants()).Count.ShouldBe(1);
        (await other.Applicants()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("no json, MARK", "The message is no JSON")]
    [InlineData("""["MARK"]""", "The message is no JSON object.")]
    [InlineData("""{"mark": "MARK"}""", "event_type is missing.")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "data": "MARK"}""", "data is no object.")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "mark": "MARK"}""", "applicant_id is required. risk_level is required.")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "organization_id": "x"}""", "email is required. name is required.")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "name": "A\u0000B", "email": "a@example.com"}""", "name must not contain control characters.")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "name": "\ud800", "email": "a@example.com"}""", "The message is no JSON")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "name": "A", "email": "not an address"}""", "email must be an e-mail address")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "screening": {"risk_level": "HIGH"}, "name": "A", "email": "a@example.com"}""", "risk_level is said twice")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "HIGH", "risk_level": "LOW", "name": "A", "email": "a@example.com"}""", "The message is no JSON")]
    [InlineData("""{"Type": "Notification", "Message": "MARK"}""", "The message is no JSON")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "name": "A", "email": "a@example.com"}""", "organization_id is required")]
    [InlineData("""{"event_type": "APPLICANT_SCREENED", "applicant_id": "MARK", "risk_level": "LOW", "name": "A", "email": "a@example.com", "organization_id": "nobody-here"}""", "no_such_organization")]
    public async Task What_cannot_be_used_is_kept_with_its_text_and_leaves_the_queue(string text, string reason)
    {
        var mark = $"mark-{Guid.CreateVersion7():N}";
        text = text.Replace("MARK", mark, StringComparison.Ordinal);

        await front.Queue.Send(text);
        await front.Queue.IsEmpty();

        var letter = (await front.Desk.Letter(mark)).ShouldNotBeNull();
        letter.Reason.ShouldStartWith(reason);
        letter.Reason.ShouldNotContain(mark);
        var kept = await front.Desk.Database.Texts("SELECT payload ->> 'text' FROM events.jobs WHERE id = $1", letter.Id);
        kept.ShouldBe([text]);
    }

    [Fact]
    public async Task A_dead_letter_is_run_again_when_its_organization_is_here()
    {
        var screened = new Screened($"later-{Guid.CreateVersion7():N}", $"x-{Guid.CreateVersion7():N}");
        var letters = new DeadLetters(front.Desk.Database);
        await front.Queue.Send(screened.As("typed"));
        await front.Queue.IsEmpty();
        var letter = (await front.Desk.Letter(screened.ApplicantId)).ShouldNotBeNull();

        await letters.Requeue(letter.Id, null, CancellationToken.None);
        await Eventually.So("it is a dead letter again", async () => (await letters.Find(letter.Id, CancellationToken.None))?.Attempts == 1, 60);
        (await letters.Find(letter.Id, CancellationToken.None))!.Reason.ShouldContain("names an organization that is not here");
        await front.Desk.Database.Do("INSERT INTO accounts.organizations (id, slug, name, created_at) VALUES ($1, $2, 'Later', now())", Guid.CreateVersion7(), screened.Organization);
        await letters.Requeue(letter.Id, null, CancellationToken.None);

        await Eventually.So("it is done", async () => (await front.Desk.Database.Texts(
            "SELECT s.outcome FROM visits.screenings s JOIN accounts.organizations o ON o.id = s.organization_id WHERE o.slug = $1", screened.Organization)) is ["accepted"], 60);
        (await letters.Find(letter.Id, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_dead_letter_is_not_kept_for_ever()
    {
        var mark = $"mark-{Guid.CreateVersion7():N}";
        await front.Queue.Send(mark);
        await front.Queue.IsEmpty();
        var letter = (await front.Desk.Letter(mark)).ShouldNotBeNull();
        (await front.Desk.Database.Texts("SELECT date_trunc('day', due_at - now())::text FROM events.jobs WHERE kind = 'visits.forget_screening' AND key = $1", letter.Key))
            .ShouldBe(["29 days"]);

        await front.Desk.Database.Do("UPDATE events.jobs SET due_at = now() WHERE kind = 'visits.forget_screening' AND key = $1", letter.Key);

        await Eventually.So("it is gone", async () => await front.Desk.Letter(mark) is null, 60);
    }

    [Fact]
    public async Task Erasing_an_applicant_takes_what_the_queue_left_of_them_and_no_repetition_brings_them_back()
    {
        var agency = await Agency.Open(front.Desk);
        var surname = $"{Guid.CreateVersion7():N}";
        var screened = Screened.Of(agency) with { Name = $"Zé Ação {surname}" };
        var aboutThem = System.Text.Json.JsonSerializer.Serialize(new { event_type = "APPLICANT_SCREENED", note = $"From {screened.Name}, by telephone" });
        var escaped = screened.As("sns").Replace("event_type", "event_typo", StringComparison.Ordinal).Replace("applicant_id", "applicant", StringComparison.Ordinal);
        escaped.ShouldNotContain(screened.Name, customMessage: "the name is written with escapes");
        var others = Screened.Of(agency).As("flat").Replace("LOW", "", StringComparison.Ordinal);
        foreach (var text in new[] { screened.As("typed"), escaped, aboutThem, $"garbage about {screened.Email.ToUpperInvariant()}", others })
        {
            await front.Queue.Send(text);
        }

        await front.Queue.IsEmpty();
        var joao = new Person(front.Desk, front.Desk.Issuer.Mint(
            new OwnTokenClaims($"sub-{screened.ApplicantId}", screened.Email, true, screened.Name, agency.Slug, "applicant"), TimeSpan.FromHours(1)));
        (await joao.Get("bookings")).Code.ShouldBe(200, "and they are linked");
        var exported = await joao.Get("me/export");
        exported.Code.ShouldBe(200);
        (await front.Desk.Database.Texts("SELECT payload::text FROM events.jobs WHERE kind = 'visits.screening' AND strpos(lower(payload::text), lower($1)) > 0", screened.Email)).Count.ShouldBe(2);

        (await joao.Delete("me")).Code.ShouldBe(204);
        await front.Queue.Send(screened.As("typed"));
        await front.Queue.IsEmpty();

        (await front.Desk.Database.Texts("SELECT payload::text FROM events.jobs WHERE kind = 'visits.screening' AND strpos(lower(payload::text), lower($1)) > 0", screened.Email)).ShouldBeEmpty();
        (await front.Desk.Letter(surname)).ShouldBeNull();
        (await front.Desk.Database.Texts("SELECT s::text FROM visits.screenings s WHERE strpos(s::text, $1) > 0", screened.EventId)).ShouldBeEmpty();
        (await agency.Applicants()).ShouldHaveSingleItem()!["name"]!.ToString().ShouldStartWith("erased-");
        (await front.Desk.Letter(System.Text.Json.JsonDocument.Parse(others).RootElement.GetProperty("applicant_id").GetString()!)).ShouldNotBeNull("it speaks of somebody else");
    }

    [Fact]
    public async Task The_sender_s_trace_goes_on_in_the_log()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var agency = await Agency.Open(front.Desk);

        await front.Queue.Send(Screened.Of(agency).As("typed"), Trace);
        await front.Queue.Send(Screened.Of(agency).As("typed"), "nonsense");
        await front.Queue.IsEmpty();

        (await front.Desk.Database.Texts("SELECT coalesce(traceparent, 'none') FROM events.log WHERE organization_id = $1 AND type = 'applicant.accepted'", agency.Id))
            .ShouldBe([Trace, "none"], ignoreOrder: true);
    }

    /// <summary>A desk with a queue, which these tests share: each has its own agency.</summary>
    public sealed class Front : IAsyncLifetime
    {
        public Desk Desk { get; private set; } = null!;

        public TestQueue Queue { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Queue = await TestQueue.Open();
            Desk = await Desk.Open(screening: new ScreeningSettings { Queue = Queue.Settings() });
        }

        public ValueTask DisposeAsync() => Desk?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
