using Doorward.Accounts.Organizations;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Doorward.Tests.Races.TwoNodes;

namespace Doorward.Tests.Races;

/// <summary>What can happen only once, asked for several times at once.</summary>
public sealed class FirstTimesTests
{
    private const int Rounds = 20;

    [Theory, InlineData(1), InlineData(2)]
    public async Task An_invitation_is_accepted_once(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        for (var round = 0; round < Rounds; round++)
        {
            var token = (string)(await agency.Owner.Post("invitations", new { email = "a@b.example", role = "agent" })).Body!["token"]!;

            var answers = await AtOnce(Enumerable.Range(0, 4).Select(n => (Func<Task<Answer>>)(
                () => new Person(n % 2 == 0 ? first : elsewhere, null).Post("invitations/sign-up", new { token, name = $"Agent {n}" }))));

            answers.Count(answer => answer.Code == 201).ShouldBe(1);
            answers.Where(answer => answer.Code != 201).Select(answer => answer.Outcome).ShouldAllBe(outcome => outcome == "no_such_invitation");
        }

        (await agency.Count("SELECT count(*) FROM accounts.members WHERE organization_id = $1")).ShouldBe(1 + Rounds);
        (await agency.Count("SELECT count(*) FROM events.log WHERE organization_id = $1 AND type = 'member.joined'")).ShouldBe(Rounds);
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Several_first_calls_of_one_new_sign_in_make_one_member(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        for (var round = 0; round < Rounds; round++)
        {
            var token = VouchingIssuer.Mint($"{Guid.CreateVersion7()}", agency.Slug, $"agent-{round}@{agency.Slug}.example");

            (await Calls(token, first, elsewhere, "slots")).ShouldAllBe(code => code == 200);
        }

        (await agency.Count("SELECT count(*) FROM accounts.members WHERE organization_id = $1")).ShouldBe(1 + Rounds);
        (await agency.Count("SELECT count(*) FROM events.log WHERE organization_id = $1 AND type = 'member.joined'")).ShouldBe(Rounds);
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Several_first_calls_to_a_second_agency_make_one_member_there(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var (one, other) = (await Agency.Open(first), await Agency.Open(first));
        for (var round = 0; round < Rounds; round++)
        {
            var (subject, email) = ($"{Guid.CreateVersion7()}", $"agent-{round}@{one.Slug}.example");
            (await new Person(first, VouchingIssuer.Mint(subject, one.Slug, email)).Get("slots")).Code.ShouldBe(200);

            (await Calls(VouchingIssuer.Mint(subject, other.Slug, email), first, elsewhere, "slots")).ShouldAllBe(code => code == 200);
        }

        (await other.Count("SELECT count(*) FROM accounts.members WHERE organization_id = $1")).ShouldBe(1 + Rounds);
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Several_first_calls_of_one_applicant_link_them_once(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        for (var round = 0; round < Rounds; round++)
        {
            var email = $"ana-{round}@{agency.Slug}.example";
            await agency.Owner.Post("applicants", new { external_id = $"e-{round}", name = "Ana", email, risk_level = "LOW" });

            (await Calls(VouchingIssuer.Mint($"{Guid.CreateVersion7()}", null, email), first, elsewhere, "bookings")).ShouldAllBe(code => code == 200);
        }

        (await agency.Count("SELECT count(*) FROM events.log WHERE organization_id = $1 AND type = 'applicant.signed_in'")).ShouldBe(Rounds);
    }

    [Fact]
    public async Task The_first_owners_link_founds_one_agency()
    {
        var (first, second) = await TwoNodes.Start();
        await using var closeFirst = first;
        await using var closeSecond = second;
        var token = await first.Services.GetRequiredService<OwnerLink>().Create(CancellationToken.None);

        var answers = await AtOnce(Enumerable.Range(0, 6).Select(n => (Func<Task<Answer>>)(() => new Person(n % 2 == 0 ? first : second, null).Post(
            "organizations", new { token, organization = "Casa", slug = $"casa-{n}", name = "Olga", email = "olga@casa.example" }))));

        answers.Select(answer => $"{answer.Code} {answer.Refusal}").Order().ShouldBe(["201 ", .. Enumerable.Repeat("409 link_used", 5)]);
        (await first.Services.GetRequiredService<OwnerLink>().Create(CancellationToken.None)).ShouldBeNull();
    }

    private static async Task<IEnumerable<int>> Calls(string token, Desk first, Desk second, string path) => (await AtOnce(
        Enumerable.Range(0, 6).Select(n => (Func<Task<Answer>>)(() => new Person(n % 2 == 0 ? first : second, token).Get(path))))).Select(answer => answer.Code);
}
