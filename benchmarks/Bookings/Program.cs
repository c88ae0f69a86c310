// ./bench bookings: how many visits a second can be booked, by Doorward and by the ways it is usually done.
//   Bookings REPOSITORY [--seconds N] [--rounds N] [--connections 1,32,256] [--json FILE]
//   Bookings usual ADDRESS CONNECTION_STRING bare|same-work       the server that does it the usual way, started by the former
using System.Runtime.InteropServices;
using Doorward.Benchmarks.Bookings;
using Doorward.Benchmarks.Bookings.Usual;

if (args is ["usual", var address, var connectionString, var work])
{
    return await UsualServer.Run(address, connectionString, sameWork: work == "same-work");
}

if (Arguments.Read(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync("usage: ./bench bookings [--seconds N] [--rounds N] [--connections 1,32,256] [--json FILE]");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await Comparison.Run(arguments, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
