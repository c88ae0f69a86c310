using System.Text.RegularExpressions;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Platform.Tests.Postgres;

public sealed class StatementTests
{
    public static TheoryData<string> Files { get; } = [.. Statement.All.Select(statement => statement.ToString())];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_statement_fits_the_schema_with_the_types_it_declares(string file)
    {
        var statement = Statement.All.Single(one => one.ToString() == file);
        var used = Regex.Matches(statement.Text, @"\$(\d+)").Select(one => int.Parse(one.Groups[1].Value)).DefaultIfEmpty().Max();
        statement.Types.Count.ShouldBe(used);

        await using var connection = await (await Desk.Shared).Database.OpenConnectionAsync();
        await using var prepare = new NpgsqlCommand(statement.Prepare("statement") + "; DEALLOCATE statement", connection);
        await prepare.ExecuteNonQueryAsync();
    }

    [Fact]
    public void The_statements_of_every_module_are_found() =>
        Statement.All.Select(statement => statement.Assembly).Distinct().ShouldBe(["Doorward.Platform", "Doorward.Accounts", "Doorward.Visits", "Doorward.Support"], ignoreOrder: true);
}
