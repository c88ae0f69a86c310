using System.Security.Cryptography;
using System.Text.Json;
using Doorward.Platform.Configuration;

namespace Doorward.Accounts.Notices.Push;

/// <summary>A Google service account that may push for a Firebase project.</summary>
/// <param name="KeyPem">PKCS #8, as Google gives it out.</param>
/// <param name="TokenUrl">Where it is exchanged for an access token.</param>
/// <param name="Url">The API; another one only in tests.</param>
public sealed record FcmAccount(string ProjectId, string Email, string KeyId, string KeyPem, Uri TokenUrl, Uri Url)
{
    private const string File = "push:fcm:service_account";
    private const string Remedy = "Name the JSON file that Firebase gives out under Project settings, Service accounts.";

    /// <summary>Without the key.</summary>
    public override string ToString() => ProjectId;

    internal static FcmAccount? Read(Settings settings)
    {
        var path = settings.Text(File);
        var url = settings.Text("push:fcm:url", "https://fcm.googleapis.com");
        if (path is null)
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var api) || api.Scheme is not ("http" or "https"))
        {
            settings.Problems.Add(Settings.VariableOf("push:fcm:url"), "is no address of the web.", "Leave it out for Google's own.");
            return null;
        }

        try
        {
            return Parse(System.IO.File.ReadAllText(path), api);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            settings.Problems.Add(Settings.VariableOf(File), $"the file {path} cannot be read.", Remedy);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException
            or ArgumentException or CryptographicException)
        {
            settings.Problems.Add(Settings.VariableOf(File), $"the file {path} is no service account with a key.", Remedy);
        }

        return null;
    }

    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    internal static FcmAccount Parse(string json, Uri api)
    {
        using var file = JsonDocument.Parse(json);
        var account = new FcmAccount(Text("project_id"), Text("client_email"), Text("private_key_id"), Text("private_key"), new Uri(Text("token_uri")), api);
        using var key = RSA.Create();
        key.ImportFromPem(account.KeyPem);
        return account;

        string Text(string name) => file.RootElement.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new KeyNotFoundException(name);
    }
}
