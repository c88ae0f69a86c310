using System.Diagnostics;

namespace Doorward.Platform.Postgres.Private;

/// <summary>A program run for its exit code and its words.</summary>
internal sealed record Child(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public static async Task<Child> Run(string program, IEnumerable<string> arguments, ServerAccount? account, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo(program, arguments, account))!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new Child(process.ExitCode, (await output).Trim(), (await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, ServerAccount? account)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            // Another user may not be allowed into the folder we stand in.
            WorkingDirectory = "/",
            // All three, or .NET takes the child for one that shares our terminal.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (account is not null) start.UserName = account.Name;
        // Our environment may hold secrets, and PG* variables would change what the programs do.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
