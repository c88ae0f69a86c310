using Doorward.Testing;

namespace Doorward.Visits.Tests.Applicants;

public sealed class ApplicantTests
{
    private static readonly object Maria = new { external_id = "crm-1", name = "Maria Alves", email = "maria@example.com", risk_level = "MEDIUM" };

    [Fact]
    public async Task An_applicant_is_accepted_once_however_often_they_are_sent()
    {
        var agency = await Agency.Open();

        var first = await agency.Owner.Post("applicants", Maria);
        var again = await agency.Owner.Post("applicants", Maria);

        first.Code.ShouldBe(201);
        again.Code.ShouldBe(200);
        again.Body!.ToJsonString().ShouldBe(first.Body!.ToJsonString());
        (await agency.Owner.Get("applicants")).Body!["applicants"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_agency_may_know_the_same_external_id()
    {
        var (one, other) = (await Agency.Open(), await Agency.Open());

        (await one.Owner.Post("applicants", Maria)).Code.ShouldBe(201);
        (await other.Owner.Post("applicants", Maria)).Code.ShouldBe(201);
    }

    [Theory]
    [InlineData("HIGH", 409, "risk_too_high")]
    [InlineData("EXTREME", 422, "invalid")]
    [InlineData("low", 422, "invalid")]
    [InlineData("", 422, "invalid")]
    [InlineData(null, 422, "invalid")]
    public async Task High_risk_is_refused_and_an_unknown_risk_never_accepted(string? risk, int code, string refusal)
    {
        var agency = await Agency.Open();

        var answer = await agency.Owner.Post("applicants", new { external_id = "x", name = "X", email = "x@example.com", risk_level = risk });

        (answer.Code, answer.Outcome).ShouldBe((code, refusal));
        (await agency.Owner.Get("applicants")).Body!["applicants"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task They_are_linked_at_their_first_sign_in()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant("Ana");
        async Task<bool> SignedIn() => (bool)(await agency.Owner.Get("applicants")).Body!["applicants"]![0]!["signed_in"]!;
        (await SignedIn()).ShouldBeFalse();

        (await ana.Get("bookings")).Code.ShouldBe(200);

        (await SignedIn()).ShouldBeTrue();
    }
}
