using Doorward.Platform.Configuration;

namespace Doorward.Accounts.Files.Stores;

/// <summary>An S3-compatible store.</summary>
/// <param name="Endpoint">Without the bucket: <c>https://s3.eu-west-1.amazonaws.com</c>. Clients upload and download there too, so they must reach it.</param>
/// <param name="Region">As the store calls it; many others than Amazon take us-east-1.</param>
/// <param name="Bucket">It must exist.</param>
/// <param name="Key">The access key's id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="PathStyle">Whether the bucket is in the path (most others) or in the host (Amazon).</param>
public sealed record S3Settings(Uri Endpoint, string Region, string Bucket, string Key, string Secret, bool PathStyle)
{
    /// <summary>The bucket's own address, with a slash at the end.</summary>
    public Uri Address => PathStyle
        ? new Uri($"{Endpoint.GetLeftPart(UriPartial.Authority)}/{Bucket}/")
        : new Uri($"{Endpoint.Scheme}://{Bucket}.{Endpoint.Authority}/");

    // A record prints all it holds, and this one holds a secret.
    /// <summary>The address, nothing else.</summary>
    public override string ToString() => Address.ToString();

    /// <summary>Null when none is set.</summary>
    public static S3Settings? Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var endpoint = settings.Text("files:s3:endpoint");
        var region = settings.Text("files:s3:region", "us-east-1");
        var (bucket, key, secret) = (settings.Text("files:s3:bucket"), settings.Text("files:s3:key"), settings.Text("files:s3:secret"));
        var isAmazon = endpoint?.Contains("amazonaws.com", StringComparison.OrdinalIgnoreCase) == true;
        var pathStyle = settings.Flag("files:s3:path_style", !isAmazon);
        if (endpoint is null && bucket is null && key is null && secret is null)
        {
            return null;
        }

        foreach (var (name, value) in new[] { ("endpoint", endpoint), ("bucket", bucket), ("key", key), ("secret", secret) })
        {
            if (value is null)
            {
                settings.Problems.Add(Settings.VariableOf($"files:s3:{name}"), "is missing.", "Set endpoint, bucket, key and secret together, or none of them for a local folder.");
            }
        }

        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/" && url.UserInfo.Length == 0))
        {
            settings.Problems.Add(Settings.VariableOf("files:s3:endpoint"), "is no address of a server.", "Give it without a path, such as https://s3.eu-west-1.amazonaws.com.");
            return null;
        }

        return endpoint is null || bucket is null || key is null || secret is null ? null : new S3Settings(new Uri(endpoint), region, bucket, key, secret, pathStyle);
    }
}
