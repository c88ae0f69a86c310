using System.CommandLine;
using Doorward.Commands;

var doorward = new RootCommand("Doorward: a front desk for teams that answer customers and show them round.");
Serve.Add(doorward);
Token.Add(doorward);
Healthy.Add(doorward);
Migrate.Add(doorward);
DeadLetterCommands.Add(doorward);
Audit.Add(doorward);
NoticeCommands.Add(doorward);
Replay.Add(doorward);
OpenApi.Add(doorward);
Import.Add(doorward);
PolicyCommands.Add(doorward);
GraphSchema.Add(doorward);
AsyncApi.Add(doorward);

// The parser ends the program two seconds after a signal, whatever it is at; a drain may take up to 15.
return await doorward.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
