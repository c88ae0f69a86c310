using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Doorward.GraphQL.Tests.Oracle.ReferenceImplementation))]

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>npm graphql in one long-lived Node process that answers a line for a line.</summary>
public sealed class ReferenceImplementation : IAsyncLifetime
{
    private readonly SemaphoreSlim turn = new(1);
    private Process? process;

    public async ValueTask InitializeAsync()
    {
        if (!Npm.IsHere)
        {
            return;
        }

        await Npm.Install(Npm.OracleFolder);
        process = Npm.Start(Npm.OracleFolder, "oracle.mjs");
    }

    /// <summary>Skips the test where Node is absent, visibly; on CI it must be there.</summary>
    public void Require()
    {
        if (process is null)
        {
            Npm.Absent();
        }
    }

    public async Task<JsonObject> Ask(object request)
    {
        Require();
        await turn.WaitAsync();
        try
        {
            await process!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
            await process.StandardInput.FlushAsync();
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))
                ?? throw new InvalidOperationException("The oracle went away: " + await process.StandardError.ReadToEndAsync());
            var answer = JsonNode.Parse(line)!.AsObject();
            return answer["crash"] is { } crash ? throw new InvalidOperationException($"The oracle failed: {crash}") : answer;
        }
        finally
        {
            turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        process?.StandardInput.Close();
        process?.Kill();
        process?.Dispose();
        turn.Dispose();
        return ValueTask.CompletedTask;
    }
}
