using System.Buffers;
using System.Security.Cryptography;
using Doorward.Accounts.SignIn;

namespace Doorward.Accounts.Files.Stores;

/// <summary>Objects as files of a folder that only Doorward's user may read. Uploads and downloads come to Doorward itself, by signed addresses.</summary>
internal sealed class FolderStore(FileSettings settings, LinkTokens links, TimeProvider time) : IObjectStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SignedAddress _signer = new(links);

    private string Root => Path.GetFullPath(settings.Folder);

    public SignedRequest Upload(KeptFile file, Uri home)
    {
        Directory.CreateDirectory(Root, OwnerOnly | UnixFileMode.UserExecute);
        return _signer.Sign(HttpMethod.Put, file.Id, home, file.UploadUntil, new Dictionary<string, string>
        {
            ["Content-Type"] = file.ContentType,
            ["Content-Length"] = $"{file.Bytes}",
        });
    }

    public SignedRequest Download(KeptFile file, Uri home) =>
        _signer.Sign(HttpMethod.Get, file.Id, home, time.GetUtcNow() + settings.AddressesLast, new Dictionary<string, string>());

    /// <summary>Whether an address was signed by us, for this method and file, and is still good.</summary>
    public bool IsSigned(HttpMethod method, Guid file, string? expires, string? signature) => _signer.IsGood(method, file, expires, signature, time.GetUtcNow());

    public Task<StoredObject?> Read(string key, CancellationToken cancellation)
    {
        try
        {
            var content = new FileStream(PathOf(key), new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            return Task.FromResult<StoredObject?>(new StoredObject(content, content.Length));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<StoredObject?>(null);
        }
    }

    public async Task Write(string key, byte[] content, string contentType, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content);
        await Receive(key, stream, content.Length, null, cancellation);
    }

    /// <summary>
    /// Takes exactly so many bytes: into a file beside the place, then onto the disk, then by one rename into the place. Whatever interrupts it,
    /// the object is whole or not there.
    /// </summary>
    /// <returns>Null; or what is wrong with the bytes, and nothing was kept.</returns>
    public async Task<WrongBytes?> Receive(string key, Stream content, long bytes, byte[]? sha256, CancellationToken cancellation)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly | UnixFileMode.UserExecute);
        var part = $"{path}.{ObjectKey.New()}.part";
        try
        {
            await using (var file = new FileStream(part, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, Options = FileOptions.Asynchronous,
            }))
            {
                if (await Copy(content, file, bytes, sha256, cancellation) is { } wrong)
                {
                    File.Delete(part);
                    return wrong;
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
            FolderSync.Flush(Path.GetDirectoryName(path)!);
            return null;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public async Task<bool> Copy(string from, string to, CancellationToken cancellation)
    {
        await using var source = await Read(from, cancellation);
        return source is not null && await Receive(to, source.Content, source.Bytes, null, cancellation) is null;
    }

    public Task Delete(string key, CancellationToken cancellation)
    {
        if (!Directory.Exists(Root))
        {
            // It was made when the first file was announced: a disk that is away is not an object that is gone.
            throw new StorageUnavailable($"{Root} is not there");
        }

        var folder = new DirectoryInfo(Path.GetDirectoryName(PathOf(key))!);
        if (folder.Exists)
        {
            // with the parts that a crash left
            foreach (var left in folder.EnumerateFiles($"{key}*"))
            {
                left.Delete();
            }

            FolderSync.Flush(folder.FullName);
        }

        return Task.CompletedTask;
    }

    private string PathOf(string key) => Path.Combine(Root, ObjectKey.Check(key)[..2], key);

    private static async Task<WrongBytes?> Copy(Stream content, FileStream file, long bytes, byte[]? sha256, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var taken = 0L;
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
            {
                if ((taken += read) > bytes)
                {
                    return WrongBytes.Count;
                }

                digest.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            return taken != bytes ? WrongBytes.Count
                : sha256 is not null && !digest.GetHashAndReset().AsSpan().SequenceEqual(sha256) ? WrongBytes.Digest
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>Why bytes were not taken.</summary>
internal enum WrongBytes
{
    /// <summary>More or fewer than was said.</summary>
    Count,

    /// <summary>Others than was said.</summary>
    Digest,
}
