using Doorward.Testing;

namespace Doorward.Support.Tests.Conversations;

public sealed class IngestMessageTests
{
    [Fact]
    public async Task A_message_without_a_conversation_opens_one_and_the_next_goes_on_in_it()
    {
        var agency = await Talk.AgencyWithoutCopilot();

        var first = await agency.Owner.Writes("  Is the flat still free?  ");
        var second = await agency.Owner.Writes("And are pets allowed?", first.Conversation());

        first["body"].ShouldBe("Is the flat still free?");
        first["author"].ShouldBe("CUSTOMER");
        ((string?)first.Only!["conversation"]!["customerRef"]).ShouldBe("anonymous");
        ((string?)first.Only!["conversation"]!["status"]).ShouldBe("OPEN");
        second.Conversation().ShouldBe(first.Conversation());
        ((int)second.Only!["number"]!).ShouldBe(2);
        (await agency.Log()).ShouldBe(["message.created", "message.created"]);
    }

    [Fact]
    public async Task The_same_key_is_the_same_message_however_often_and_at_once_it_comes()
    {
        var agency = await Talk.AgencyWithoutCopilot();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => agency.Owner.Writes("Hello", key: "mail-17")));

        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(1);
        (await agency.Scalar<long>("SELECT count(*) FROM support.messages WHERE organization_id = @Id")).ShouldBe(1);
        (await agency.Log()).ShouldBe(["message.created"]);
        (await agency.Owner.Writes("Something else", key: "mail-17")).Refusal.ShouldBe("IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task Messages_of_one_conversation_that_come_at_once_are_all_kept_and_numbered_without_a_hole()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var conversation = (await agency.Owner.Writes("0")).Conversation();

        await Task.WhenAll(Enumerable.Range(1, 60).Select(n => agency.Owner.Writes($"{n}", conversation)));

        var messages = (await agency.Owner.Looks(conversation)).Only!["messages"]!["nodes"]!.AsArray();
        messages.Select(message => (int)message!["number"]!).ShouldBe(Enumerable.Range(1, 61));
        messages.Select(message => int.Parse((string)message!["body"]!)).Order().ShouldBe(Enumerable.Range(0, 61));
        ((int)(await agency.Owner.Looks(conversation)).Only!["messageCount"]!).ShouldBe(61);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("")]
    public async Task An_empty_body_is_refused(string body)
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var refused = await agency.Owner.Writes(body);
        refused.Refusal.ShouldBe("BAD_USER_INPUT");
        ((string)refused.Error!["message"]!).ShouldContain("body");
        (await agency.Log()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Eight_thousand_characters_fit_whatever_they_weigh_and_one_more_does_not()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        (await agency.Owner.Writes(new string('é', 8000))).Refusal.ShouldBeNull();
        (await agency.Owner.Writes(string.Concat(Enumerable.Repeat("🏠", 8000)))).Refusal.ShouldBeNull();
        (await agency.Owner.Writes(new string('é', 8001))).Refusal.ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task An_applicant_writes_as_themselves_and_sees_their_own_conversations_only()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var maria = await agency.Applicant("Maria Alves");
        var rui = await agency.Applicant("Rui Costa");
        var theirs = await agency.Owner.Writes("Somebody else");

        var mine = await maria.Writes("When can I come?");

        ((string?)mine.Only!["conversation"]!["customer"]!["name"]).ShouldBe("Maria Alves");
        (await maria.Looks(mine.Conversation())).Only.ShouldNotBeNull();
        (await rui.Looks(mine.Conversation())).Only.ShouldBeNull();
        (await maria.Looks(theirs.Conversation())).Only.ShouldBeNull();
        (await maria.Writes("Mine?", theirs.Conversation())).Refusal.ShouldBe("NO_SUCH_CONVERSATION");
        (await rui.Writes("Mine?", mine.Conversation())).Refusal.ShouldBe("NO_SUCH_CONVERSATION");
        var list = await maria.Asks("{ conversations { nodes { id } } }");
        list.Only!["nodes"]!.AsArray().Select(node => (string?)node!["id"]).ShouldBe([mine.Conversation().ToString()]);
        (await rui.Asks($"{{ message(id: \"{mine.Id}\") {{ id }} }}")).Only.ShouldBeNull();
    }

    [Fact]
    public async Task Another_agency_finds_nothing()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var other = await Talk.AgencyWithoutCopilot();
        var message = await agency.Owner.Writes("Hello");

        (await other.Owner.Looks(message.Conversation())).Only.ShouldBeNull();
        (await other.Owner.Writes("Hello", message.Conversation())).Refusal.ShouldBe("NO_SUCH_CONVERSATION");
        (await other.Owner.Answers(message.Conversation(), "Hello")).Refusal.ShouldBe("NO_SUCH_CONVERSATION");
        (await other.Owner.Does("close(conversationId: ID)", message.Conversation())).Refusal.ShouldBe("NO_SUCH_CONVERSATION");
    }

    [Fact]
    public async Task A_guest_reads_and_writes_in_one_conversation_until_the_link_ends()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var ours = (await agency.Owner.Writes("Hello")).Conversation();
        var other = (await agency.Owner.Writes("Another")).Conversation();
        var link = await agency.Owner.Asks($"mutation {{ createGuestLink(conversationId: \"{ours}\", days: 2) {{ token expiresAt }} }}");
        var guest = Person.Guest(desk, link["token"]!);

        (await guest.Writes("It is me")).Conversation().ShouldBe(ours);
        (await guest.Writes("It is me", ours)).Conversation().ShouldBe(ours);
        (await guest.Writes("It is me", other)).Refusal.ShouldBe("NO_SUCH_CONVERSATION");
        (await guest.Looks(other)).Only.ShouldBeNull();
        (await guest.Asks("{ conversations { nodes { id } } }")).Only!["nodes"]!.AsArray().Count.ShouldBe(1);
        (await guest.Asks("{ drafts { nodes { id } } }")).Refusal.ShouldBe("STAFF_ONLY");
        (await guest.Answers(ours, "No")).Refusal.ShouldBe("STAFF_ONLY");
        (await Person.Guest(desk, link["token"]![..^1] + (link["token"]!.EndsWith('A') ? "B" : "A")).Writes("x")).Refusal.ShouldBe("NOT_SIGNED_IN");

        desk.Clock.Advance(TimeSpan.FromDays(3));
        (await guest.Looks(ours)).Refusal.ShouldBe("NOT_SIGNED_IN");
    }

    [Fact]
    public async Task Nobody_writes_without_a_token()
    {
        var desk = await Desk.Shared;
        (await new Person(desk, null).Writes("Hello")).Refusal.ShouldBe("NOT_SIGNED_IN");
    }

    [Fact]
    public async Task Staff_say_which_applicant_writes_and_customers_do_not()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var applicant = (await agency.Owner.Post("applicants", new { external_id = "crm-1", name = "Maria", email = "m@example.com", risk_level = "LOW" })).Id;
        var maria = await agency.Applicant();

        (await agency.Owner.Writes("Hello", applicant: applicant)).Refusal.ShouldBeNull();
        (await agency.Owner.Writes("Hello", applicant: Guid.CreateVersion7())).Refusal.ShouldBe("NO_SUCH_APPLICANT");
        (await maria.Writes("Hello", applicant: applicant)).Refusal.ShouldBe("STAFF_ONLY");
    }
}
