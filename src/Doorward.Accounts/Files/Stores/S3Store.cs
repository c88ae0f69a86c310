using System.Net;
using System.Net.Http.Headers;
using Doorward.Platform.Http.Outbound;

namespace Doorward.Accounts.Files.Stores;

/// <summary>
/// Objects in an S3-compatible store. Owners upload and download there directly, by signed addresses; what Doorward itself asks carries its signature in
/// a header. After the S3 API reference: PutObject, GetObject, CopyObject, DeleteObject.
/// </summary>
internal sealed class S3Store(FileSettings settings, IHttpClientFactory clients, TimeProvider time) : IObjectStore
{
    public const string ClientName = "doorward.files";

    private readonly S3Settings _s3 = settings.S3!;
    private readonly SigV4 _signer = new(settings.S3!.Key, settings.S3.Secret, settings.S3.Region, "s3");

    // Type and length are signed: the store takes nothing else than was announced.
    public SignedRequest Upload(KeptFile file, Uri home)
    {
        var headers = new Dictionary<string, string> { ["Content-Type"] = file.ContentType, ["Content-Length"] = $"{file.Bytes}" };
        var now = time.GetUtcNow();
        var lifetime = TimeSpan.FromSeconds(Math.Max(1, Math.Floor((file.UploadUntil - now).TotalSeconds)));
        return new("PUT", _signer.Presign(HttpMethod.Put, AddressOf(file.Upload), headers, now, lifetime).AbsoluteUri, headers, now + lifetime);
    }

    public SignedRequest Download(KeptFile file, Uri home)
    {
        var now = time.GetUtcNow();
        var address = new UriBuilder(AddressOf(file.Object!))
        {
            // what the store would say by itself is what an uploader told it
            Query = $"response-content-disposition={Uri.EscapeDataString(Disposition.Of(file))}&response-content-type={Uri.EscapeDataString(file.ContentType)}",
        };
        return new("GET", _signer.Presign(HttpMethod.Get, address.Uri, [], now, settings.AddressesLast).AbsoluteUri, new Dictionary<string, string>(), now + settings.AddressesLast);
    }

    public async Task<StoredObject?> Read(string key, CancellationToken cancellation)
    {
        var answer = await Send(HttpMethod.Get, key, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            answer.Dispose();
            return null;
        }

        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength is not { } bytes)
        {
            throw Refused(answer);
        }

        return new StoredObject(await answer.Content.ReadAsStreamAsync(cancellation), bytes, answer);
    }

    public async Task Write(string key, byte[] content, string contentType, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await Send(HttpMethod.Put, key, cancellation, body, SigV4.Digest(content));
        Expect(answer);
    }

    public async Task<bool> Copy(string from, string to, CancellationToken cancellation)
    {
        using var answer = await Send(HttpMethod.Put, to, cancellation, headers: new Dictionary<string, string> { ["x-amz-copy-source"] = $"/{_s3.Bucket}/{ObjectKey.Check(from)}" });
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        Expect(answer);
        // CopyObject can fail after the status line: then the body is an Error instead of a CopyObjectResult.
        var said = await answer.Content.ReadAsStringAsync(cancellation);
        return said.Contains("<CopyObjectResult", StringComparison.Ordinal) ? true : throw new StorageUnavailable("a copy was begun and not finished");
    }

    public async Task Delete(string key, CancellationToken cancellation)
    {
        using var answer = await Send(HttpMethod.Delete, key, cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            Expect(answer);
        }
    }

    private Uri AddressOf(string key) => new(_s3.Address, ObjectKey.Check(key));

    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string key, CancellationToken cancellation, HttpContent? body = null, string? digest = null, Dictionary<string, string>? headers = null)
    {
        var (address, now, payload) = (AddressOf(key), time.GetUtcNow(), digest ?? SigV4.Digest([]));
        using var request = new HttpRequestMessage(method, address) { Content = body };
        headers = new(headers ?? []) { ["x-amz-date"] = SigV4.Stamp(now), ["x-amz-content-sha256"] = payload };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", _signer.Authorization(method, address, headers, payload, now));
        using var client = clients.CreateClient(ClientName);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new StorageUnavailable(failure.Message, failure);
        }
    }

    private static void Expect(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw Refused(answer);
        }
    }

    private static StorageUnavailable Refused(HttpResponseMessage answer)
    {
        using (answer)
        {
            return new StorageUnavailable($"answered {(int)answer.StatusCode} {answer.ReasonPhrase}");
        }
    }
}
