using System.Text.RegularExpressions;
using Doorward.Platform.Configuration;

namespace Doorward.Platform.Queues;

/// <summary>A queue at Amazon SQS, or at a server that speaks its JSON protocol.</summary>
/// <param name="Url">The queue's address, as the console shows it: <c>https://sqs.eu-west-1.amazonaws.com/123456789012/screenings</c>.</param>
/// <param name="Region">What a signature is made for.</param>
/// <param name="Credentials">Null: requests are not signed, for a local server.</param>
public sealed partial record SqsSettings(Uri Url, string Region, SqsCredentials? Credentials)
{
    private const string KeyId = "AWS_ACCESS_KEY_ID";
    private const string Secret = "AWS_SECRET_ACCESS_KEY";

    /// <summary>How long a receive may wait for a message: 20 is the most that SQS allows.</summary>
    public int WaitSeconds { get; init; } = 20;

    /// <summary>How long what was received stays hidden from others, unless that is extended.</summary>
    public int VisibilitySeconds { get; init; } = 30;

    /// <summary>How long an answer may take, beyond the wait.</summary>
    public int PatienceSeconds { get; init; } = 10;

    // A record prints all it holds.
    /// <summary>The address, nothing else.</summary>
    public override string ToString() => Url.ToString();

    /// <summary><c>DOORWARD_SQS_URL</c>, with credentials and region from the variables that AWS defines; null when no queue is set.</summary>
    public static SqsSettings? Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const string Name = "sqs_url";
        if (settings.Text(Name) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath.Trim('/').Length == 0
            || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            settings.Problems.Add(Settings.VariableOf(Name), "is no address of a queue.",
                "Give it as the console shows it, such as https://sqs.eu-west-1.amazonaws.com/123456789012/screenings.");
            return null;
        }

        var credentials = ReadCredentials(settings, IsAmazon(url));
        var region = RegionOf(url) ?? settings.Standard("AWS_REGION") ?? settings.Standard("AWS_DEFAULT_REGION");
        if (region is null && credentials is not null)
        {
            settings.Problems.Add("AWS_REGION", "is missing: the queue's address names no region, and a signature needs one.", "Set it to the queue's region, such as eu-west-1.");
        }

        return new SqsSettings(url, region ?? "us-east-1", credentials);
    }

    private static SqsCredentials? ReadCredentials(Settings settings, bool required)
    {
        var (keyId, secret, token) = (settings.Standard(KeyId), settings.Standard(Secret), settings.Standard("AWS_SESSION_TOKEN"));
        if (keyId is not null && secret is not null)
        {
            return new SqsCredentials(keyId, secret, token);
        }

        if (required || keyId is not null || secret is not null)
        {
            foreach (var missing in new[] { (Name: KeyId, Value: keyId), (Name: Secret, Value: secret) }.Where(one => one.Value is null))
            {
                settings.Problems.Add(missing.Name, "is missing.",
                    $"Set {KeyId} and {Secret} (with temporary ones, AWS_SESSION_TOKEN too) to a user that may receive, change the visibility of and delete messages of the queue.");
            }
        }

        return null;
    }

    private static bool IsAmazon(Uri url) => Amazon().IsMatch(url.IdnHost);

    // sqs.REGION.amazonaws.com, REGION.queue.amazonaws.com of old, and those of endpoints in a network, of FIPS, of IPv6 and of China
    private static string? RegionOf(Uri url) => Named().Match(url.IdnHost) is { Success: true } named ? named.Groups["region"].Value : null;

    [GeneratedRegex(@"(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws)$", RegexOptions.IgnoreCase)]
    private static partial Regex Amazon();

    [GeneratedRegex(@"(?:^|\.)(?:sqs(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws)|(?<region>[a-z0-9-]+)\.queue\.amazonaws\.com)$", RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}

/// <summary>Who signs.</summary>
/// <param name="KeyId">The access key's id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="SessionToken">With temporary credentials; they end, and a start with new ones is then needed.</param>
public sealed record SqsCredentials(string KeyId, string Secret, string? SessionToken)
{
    /// <summary>The id, nothing else.</summary>
    public override string ToString() => KeyId;
}
