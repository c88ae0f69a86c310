// ./bench bookings: how many visits a second can be booked, by Doorward and by the ways it is usually done.
//   Bookings REPOSITORY [--seconds N] [--rounds N] [--connections 1,32,256] [--only NAME,…] [--json FILE]
//   Bookings usual ADDRESS CONNECTION_STRING bare|same-work       the server that does it the usual way, started by the former
using Doorward.Benchmarks;
using Doorward.Benchmarks.Bookings;
using Doorward.Benchmarks.Bookings.Usual;
using Doorward.Benchmarks.Bookings.Ways;

if (args is ["usual", var address, var connectionString, var work])
{
    return await UsualServer.Run(address, connectionString, sameWork: work == "same-work");
}

if (args.Length == 0 || Arguments.Read(args[0], args[1..], 1, 32, 256) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"usage: ./bench bookings {Arguments.Usage}");
    return 2;
}

return await Stop.Orderly(async stop =>
{
    await using var cluster = await Cluster.Start(arguments.Repository);
    await using var all = new AllWays(arguments, cluster);
    var rows = await Comparison.Measure(arguments, await all.SetUp(stop), stop);
    await Comparison.Tell(arguments, rows, "bookings", Targets.Of(rows));
});
