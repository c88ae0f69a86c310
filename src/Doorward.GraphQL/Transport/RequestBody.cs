using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Transport;

/// <summary>A request's body in pooled memory, up to a limit.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] buffer = [];
    private int length;

    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, length);

    /// <summary>False when the body is larger than allowed; the rest of it is not read.</summary>
    public async ValueTask<bool> Read(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
        {
            return false;
        }

        buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(most, request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted);
            length += read;
            if (read == 0)
            {
                return true;
            }

            if (length > most)
            {
                return false;
            }

            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
    }

    public void Dispose()
    {
        var rented = buffer;
        buffer = [];
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
