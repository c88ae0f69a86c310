using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Doorward.Platform.Configuration;

/// <summary>Where the server listens: --urls, ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS as everywhere in ASP.NET Core, else http://localhost:8080.</summary>
public static class ListenAddress
{
    public const string Default = "http://localhost:8080";

    /// <summary>Puts the default in place and reports addresses that Kestrel would only refuse later, with a stack trace.</summary>
    public static WebApplicationBuilder ListenByDefault(this WebApplicationBuilder builder, SettingsProblems problems)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(problems);
        var configuration = builder.Configuration;
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                Check(url, problems);
            }
        }
        else if (configuration["http_ports"] is null && configuration["https_ports"] is null
            && !configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            configuration["urls"] = Default;
        }

        return builder;
    }

    /// <summary>Where a server with this configuration (<c>urls</c>, <c>http_ports</c>) is reached from its own machine; the first address that is plain HTTP.</summary>
    public static Uri Near(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var listed = configuration["urls"] is { Length: > 0 } urls
            ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [.. (configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"http://*:{port}")];
        var address = BindingAddress.Parse(Array.Find(listed, url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ?? Default);
        var isAnywhere = address.Host is "*" or "+" or "0.0.0.0" or "[::]";
        return new UriBuilder("http", isAnywhere ? "localhost" : address.Host, address.Port).Uri;
    }

    private static void Check(string url, SettingsProblems problems)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme is "http" or "https" && address.Port is >= 0 and <= 65535 && address.PathBase.Length == 0)
            {
                return;
            }
        }
        catch (FormatException)
        {
            // told below, in our words
        }

        problems.Add("ASPNETCORE_URLS or --urls", $"{url} is no address to listen on.", $"Write it as {Default}; several are separated by ;.");
    }
}
