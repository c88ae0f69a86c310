using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Doorward.Platform.Http;

/// <summary>
/// A body that stalls while the server stops would be waited for until Kestrel cuts the connection, without a word. Shortly before, its reader is
/// told that nothing more comes: the read ends as cancelled, and <see cref="ProblemMiddleware"/> answers 503 with Retry-After. Nothing was
/// carried out by then, for commands are made of whole bodies.
/// </summary>
internal sealed class UnfinishedBodies(RequestDelegate next, Draining draining)
{
    // Without a body nothing is kept: a live connection is a request that lasts.
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && !HttpMethods.IsGet(context.Request.Method) ? WithBody(context) : next(context);

    private async Task WithBody(HttpContext context)
    {
        var body = new Body(context.Request.BodyReader);
        context.Features.Set<IRequestBodyPipeFeature>(body);

        // Disposal waits for a callback that runs, so the body is still this request's when it is touched.
        await using var late = draining.Late.UnsafeRegister(static state => ((Body)state!).CancelPendingRead(), body);
        await next(context);
    }

    /// <summary>
    /// Gives a cancelled read back. The framework's JSON binding throws on one and keeps it, and Kestrel, which then cannot read past the body,
    /// calls that an error of the program.
    /// </summary>
    private sealed class Body(PipeReader inner) : PipeReader, IRequestBodyPipeFeature
    {
        public PipeReader Reader => this;

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var read = inner.ReadAsync(cancellationToken);
            return read.IsCompletedSuccessfully ? ValueTask.FromResult(GivenBack(read.Result)) : Later(read);
        }

        public override bool TryRead(out ReadResult result)
        {
            var any = inner.TryRead(out result);
            result = any ? GivenBack(result) : result;
            return any;
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        private async ValueTask<ReadResult> Later(ValueTask<ReadResult> read) => GivenBack(await read);

        private ReadResult GivenBack(ReadResult result)
        {
            if (!result.IsCanceled)
            {
                return result;
            }

            inner.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            throw new OperationCanceledException("The server is being stopped and no longer waits for the rest of the body.");
        }
    }
}
