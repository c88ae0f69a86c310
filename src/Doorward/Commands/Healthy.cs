using System.CommandLine;
using System.CommandLine.Parsing;
using Doorward.Platform.Configuration;

namespace Doorward.Commands;

/// <summary><c>doorward healthy</c>: asks the server on this machine whether it is ready. For health checks of containers, in which there is no curl.</summary>
internal static class Healthy
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Add(RootCommand doorward)
    {
        var url = new Option<Uri?>("--url")
        {
            Description = "Where it listens, such as http://localhost:8080. Left out, where this machine's settings say.",
            CustomParser = Address,
        };
        var healthy = new Command("healthy", "Ask the server on this machine whether it is ready; ends with 0 when it is.") { url };
        healthy.SetAction((parsed, cancellation) => Ask(parsed.GetValue(url), cancellation));
        doorward.Subcommands.Add(healthy);
    }

    private static Uri? Address(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
        {
            return address;
        }

        given.AddError($"{given.Tokens[0].Value} is no address. Write it as http://localhost:8080.");
        return null;
    }

    private static async Task<int> Ask(Uri? given, CancellationToken cancellation)
    {
        var address = given ?? ListenAddress.Near(new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").Build());
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/health/ready"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            Console.WriteLine(await response.Content.ReadAsStringAsync(patience.Token));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Nobody answers at {address}.");
            return 1;
        }
    }
}
