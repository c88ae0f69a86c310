// ./bench nodes: how many bookings and messages a second one PostgreSQL takes through one, two and three processes.
//   NodesBench REPOSITORY [--seconds N] [--rounds N] [--connections 32] [--only bookings,messages] [--json FILE]
using Doorward.Benchmarks;
using Doorward.Benchmarks.Nodes;

if (args.Length == 0 || Arguments.Read(args[0], args[1..], 32) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"usage: ./bench nodes {Arguments.Usage}");
    return 2;
}

return await Stop.Orderly(async stop =>
{
    await using var cluster = await Cluster.Start(arguments.Repository);
    var rows = new List<Figures>();
    foreach (var what in ((string[])["bookings", "messages"]).Where(arguments.Wants))
    {
        await using var nodes = new NodesOf(what, arguments, cluster);
        var measured = await Comparison.Measure(arguments, await nodes.SetUp(stop), stop);
        Table.Print(Console.Out, measured, what);
        nodes.PrintRatios(Console.Out, measured);
        rows.AddRange(measured);
    }

    if (arguments.JsonFile is { } file)
    {
        await File.WriteAllTextAsync(file, Table.Json(rows), stop);
    }
});
