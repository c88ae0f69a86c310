using Doorward.Commands;

namespace Doorward.Tests.Contracts;

public sealed class GraphContractTests
{
    [Fact]
    public async Task The_contract_in_the_repository_is_that_of_the_program()
    {
        var file = Path.Combine(Repository.Root, "contracts", "schema.graphql");

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";

        (committed == await GraphSchema.Document()).ShouldBeTrue(
            "The graph is no longer what contracts/schema.graphql says. "
            + "If that is meant, accept it: ./run graphql > contracts/schema.graphql, and look at the diff.");
    }
}
