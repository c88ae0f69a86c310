using Microsoft.Net.Http.Headers;

namespace Doorward.Accounts.Files.Stores;

/// <summary>
/// Content-Disposition (RFC 6266): a photo may be shown where it is, everything else is only ever saved. The name is encoded by the framework, so none
/// of its letters can end the header or the quotes.
/// </summary>
internal static class Disposition
{
    public static string Of(KeptFile file)
    {
        var disposition = new ContentDispositionHeaderValue(file.IsPhoto ? "inline" : "attachment");
        // no folders, and nothing that a careless reader of the header takes for its end
        var name = string.Concat((file.Name ?? $"{file.Purpose}.{FileTypes.Extension(file.ContentType)}").Select(letter => letter is '/' or '\\' or '"' or ';' ? '_' : letter)).TrimStart('.');
        disposition.SetHttpFileName(name.Length > 0 ? name : file.Purpose);
        return disposition.ToString();
    }
}
