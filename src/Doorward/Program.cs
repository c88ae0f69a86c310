using System.CommandLine;
using Doorward.Commands;

var doorward = new RootCommand("Doorward: a front desk for teams that answer customers and show them round.");
Serve.Add(doorward);
Token.Add(doorward);
Migrate.Add(doorward);
DeadLetterCommands.Add(doorward);
Audit.Add(doorward);
OpenApi.Add(doorward);
return await doorward.Parse(args).InvokeAsync();
