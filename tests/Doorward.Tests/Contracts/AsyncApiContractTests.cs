using System.Text.Json.Nodes;
using Doorward.Commands;
using Doorward.Testing;
using Doorward.Tests.Live;

namespace Doorward.Tests.Contracts;

/// <summary>The contract of the live connection is the program's, is valid, and what is sent keeps to it.</summary>
public sealed class AsyncApiContractTests
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "contracts", "events.asyncapi.json");

    [Fact]
    public async Task The_contract_in_the_repository_is_that_of_the_program()
    {
        var committed = File.Exists(Path) ? await File.ReadAllTextAsync(Path) : "";

        (committed == await AsyncApi.Document()).ShouldBeTrue(
            "What the program's live connection sends and takes is no longer what contracts/events.asyncapi.json says. "
            + "If that is meant, accept it: ./run asyncapi > contracts/events.asyncapi.json, and look at the diff.");
    }

    [Fact]
    public async Task The_contract_is_valid_by_the_reference_parser()
    {
        var (clean, said) = await NodeClient.Run("asyncapi.mjs", Path);
        clean.ShouldBe(0, said);
        said.ShouldStartWith("3.0.0");
    }

    [Fact]
    public async Task What_the_statements_write_to_the_log_has_the_shape_that_is_declared()
    {
        var agency = await Agency.Open();
        await agency.Agent();
        var maria = await agency.Applicant();
        await agency.Owner.Post("applicants", new { external_id = "high", name = "Rui", email = "rui@example.com", risk_level = "HIGH" });
        var property = await agency.Owner.CreatesProperty();
        await agency.Owner.Patch($"properties/{property}", new { name = "Other" });
        await agency.Owner.CancelsSlot((await agency.Owner.Opens(property, agency.Tomorrow())).Id);
        var slot = (await agency.Owner.Opens(property, agency.Tomorrow(1))).Id;
        await maria.CancelsBooking((await maria.Books(slot)).Id);
        await maria.Books(slot);
        await agency.Owner.CancelsSlot(slot);
        await agency.Owner.Delete($"properties/{property}");
        await using var client = await LiveClient.Open(agency.Door, agency.Owner);
        await client.Ask("subscribe", new { topic = "organization", after = "0-0" });

        var messages = JsonNode.Parse(await File.ReadAllTextAsync(Path))!["components"]!["messages"]!;
        var seen = new HashSet<string>();
        while (!seen.Contains("property.archived"))
        {
            var envelope = (await client.Next("event")).ShouldNotBeNull();
            var type = (string)envelope["payload"]!["event"]!["type"]!;
            var problems = Shape.Problems(envelope, messages[type]!["payload"]!, type).ToList();
            problems.ShouldBeEmpty(envelope.ToJsonString());
            seen.Add(type);
        }

        // Told by subscribers, so at any place between the others.
        seen.Remove("notice.created");
        seen.ShouldBe(
            [
                "invitation.created", "member.joined", "applicant.accepted", "applicant.refused", "property.created", "property.changed", "slot.opened",
                "slot.cancelled", "applicant.signed_in", "booking.confirmed", "booking.cancelled", "property.archived",
            ], ignoreOrder: true);
    }
}
