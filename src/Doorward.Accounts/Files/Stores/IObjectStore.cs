using Doorward.Platform.Http;

namespace Doorward.Accounts.Files.Stores;

/// <summary>Where the bytes of files are: a folder, or an S3-compatible store. Objects have opaque keys that Doorward makes (<see cref="ObjectKey"/>).</summary>
internal interface IObjectStore
{
    /// <summary>What the owner of a pending file sends its bytes with.</summary>
    /// <param name="file">The file.</param>
    /// <param name="home">Doorward's own address, as the caller knows it.</param>
    SignedRequest Upload(KeptFile file, Uri home);

    /// <summary>What a complete file is fetched with.</summary>
    /// <inheritdoc cref="Upload"/>
    SignedRequest Download(KeptFile file, Uri home);

    /// <summary>The object; null when there is none. It may be cut off in the middle, with an IOException.</summary>
    /// <exception cref="StorageUnavailable">The store did not answer, or not as it should.</exception>
    Task<StoredObject?> Read(string key, CancellationToken cancellation);

    /// <summary>Writes an object, whole or not at all.</summary>
    /// <exception cref="StorageUnavailable">It may or may not have been written.</exception>
    Task Write(string key, byte[] content, string contentType, CancellationToken cancellation);

    /// <summary>Copies an object; false when there is none.</summary>
    /// <exception cref="StorageUnavailable">It may or may not have been copied.</exception>
    Task<bool> Copy(string from, string to, CancellationToken cancellation);

    /// <summary>Removes an object and whatever was left of attempts at it. That there is none is fine.</summary>
    /// <exception cref="StorageUnavailable">It may or may not have been removed.</exception>
    Task Delete(string key, CancellationToken cancellation);
}

/// <summary>An object that is being read.</summary>
internal sealed record StoredObject(Stream Content, long Bytes, IDisposable? Answer = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        Answer?.Dispose();
    }
}

/// <summary>What a store has to know of a file.</summary>
internal sealed record KeptFile(
    Guid Id, string Purpose, string? Name, string ContentType, long Bytes, byte[]? Sha256, string Upload, string? Object, DateTimeOffset UploadUntil)
{
    public bool IsPhoto => Purpose == "photo";
}

/// <summary>The store did not answer, or not as it should: 503, and to be tried again.</summary>
internal sealed class StorageUnavailable(string reason, Exception? inner = null) : Exception($"The store of files: {reason}", inner), IRefused
{
    public static Refusal Answer { get; } = new("storage_unavailable", 503, "The store of files cannot be reached at the moment. Try again in a moment.");

    public Refusal Refusal => Answer;
}
