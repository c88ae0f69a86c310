using System.Security.Cryptography;
using Doorward.Accounts.Files.Photos;
using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Identity;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>What was found, and the object it was put into.</summary>
internal sealed record Settled(string Object, long Bytes, byte[] Sha256, int? Width, int? Height);

/// <summary>
/// Takes what arrived to its place: an object of a new name, which only Doorward writes. The address that the owner has goes on being good for a while, so
/// what is checked must not be what they can still write.
/// Before the object is written, a job that removes it is: completing the file takes the job away. So a crash at any moment, a file that turns out wrong,
/// or a twin that was faster leaves nothing behind.
/// </summary>
internal sealed class SettleUpload(NpgsqlDataSource database, IObjectStore store) : IDisposable
{
    // Photos are held in memory while they are looked through.
    private readonly SemaphoreSlim _photos = new(4);

    public void Dispose() => _photos.Dispose();

    /// <summary>Null, and the refusal's code, when what arrived is not what was announced.</summary>
    public async Task<(Settled? Settled, string? Wrong)> Settle(KeptFile file, Caller caller, CancellationToken cancellation)
    {
        var to = ObjectKey.New();
        await DeleteObject.Later(database, to, caller.OrganizationId, TimeSpan.FromHours(1), cancellation);
        try
        {
            if (!file.IsPhoto)
            {
                return await Attachment(file, to, cancellation);
            }

            await _photos.WaitAsync(cancellation);
            try
            {
                return await Photo(file, to, cancellation);
            }
            finally
            {
                _photos.Release();
            }
        }
        catch (IOException cut)
        {
            throw new StorageUnavailable(cut.Message, cut);
        }
    }

    private async Task<(Settled?, string?)> Photo(KeptFile file, string to, CancellationToken cancellation)
    {
        await using var arrived = await store.Read(file.Upload, cancellation);
        if (arrived is null || arrived.Bytes != file.Bytes)
        {
            return (null, arrived is null ? "upload_missing" : "upload_wrong_size");
        }

        var bytes = new byte[file.Bytes];
        await arrived.Content.ReadExactlyAsync(bytes, cancellation);
        if (file.Sha256 is not null && !SHA256.HashData(bytes).AsSpan().SequenceEqual(file.Sha256))
        {
            return (null, "upload_wrong_digest");
        }

        if (Photos.Photo.Read(file.ContentType, bytes) is not { } photo)
        {
            return (null, "upload_wrong_type");
        }

        await store.Write(to, photo.Bytes, file.ContentType, cancellation);
        return (new Settled(to, photo.Bytes.Length, SHA256.HashData(photo.Bytes), photo.Width, photo.Height), null);
    }

    // Copied first and looked at then: what is looked at is what stays.
    private async Task<(Settled?, string?)> Attachment(KeptFile file, string to, CancellationToken cancellation)
    {
        if (!await store.Copy(file.Upload, to, cancellation))
        {
            return (null, "upload_missing");
        }

        await using var copy = await store.Read(to, cancellation) ?? throw new StorageUnavailable("what was copied is not there");
        if (copy.Bytes != file.Bytes)
        {
            return (null, "upload_wrong_size");
        }

        var head = new byte[Math.Min(FileTypes.HeadBytes, file.Bytes)];
        await copy.Content.ReadExactlyAsync(head, cancellation);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(head);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await copy.Content.ReadAsync(buffer, cancellation)) > 0;)
        {
            digest.AppendData(buffer, 0, read);
        }

        var sha256 = digest.GetHashAndReset();
        return file.Sha256 is not null && !sha256.AsSpan().SequenceEqual(file.Sha256) ? (null, "upload_wrong_digest")
            : !FileTypes.Fits(file.ContentType, head) ? (null, "upload_wrong_type")
            : (new Settled(to, copy.Bytes, sha256, null, null), null);
    }
}
