using System.CommandLine;
using Doorward.Commands;
using Doorward.Platform.Configuration;

var doorward = new RootCommand("Doorward: a front desk for teams that answer customers and show them round.");
Serve.Add(doorward);
Token.Add(doorward);
Healthy.Add(doorward);
Migrate.Add(doorward);
DeadLetterCommands.Add(doorward);
Audit.Add(doorward);
NoticeCommands.Add(doorward);
Replay.Add(doorward);
Eval.Add(doorward);
OpenApi.Add(doorward);
Import.Add(doorward);
PolicyCommands.Add(doorward);
GraphSchema.Add(doorward);
AsyncApi.Add(doorward);

var parsed = doorward.Parse(args);

// The parser ends the program two seconds after a signal, whatever it is at; a drain may take up to 15.
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });

// What could not be understood is no answer to what was asked: 1 is said by commands that looked and found something wrong.
return parsed.Errors.Count > 0 ? SettingsProblems.ExitCode : code;
