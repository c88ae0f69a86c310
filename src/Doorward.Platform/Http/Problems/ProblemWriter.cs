using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Doorward.Platform.Http;

/// <summary>
/// The one place that writes problems, whoever refuses. Unlike the framework's it does not look at Accept: a refusal in
/// JSON is more use to a browser than an empty page, and a 409 under load is not the place for reflection.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private static readonly JsonWriterOptions Written = new() { Encoder = DoorwardJson.Options.Encoder };

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context) => Write(context.HttpContext, context.ProblemDetails);

    public static async ValueTask Write(HttpContext context, ProblemDetails problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status ?? response.StatusCode;
        response.ContentType = Problems.ContentType;
        response.Headers.CacheControl = "no-store";
        if (problem.Extensions.TryGetValue("retry_after_seconds", out var seconds) && seconds is int wait)
        {
            response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        using (var json = new Utf8JsonWriter(response.BodyWriter, Written))
        {
            WriteMembers(json, problem, response.StatusCode, problem.Instance ?? context.Request.Path.ToUriComponent(),
                Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        }

        // not RequestAborted: after a timeout that is cancelled, and this is the answer that says so
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    /// <summary>The same, for the API document's examples.</summary>
    public static ReadOnlySpan<byte> ToJson(ProblemDetails problem, int status, string instance, string traceId)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Written))
        {
            WriteMembers(json, problem, status, instance, traceId);
        }

        return bytes.WrittenSpan;
    }

    private static void WriteMembers(Utf8JsonWriter json, ProblemDetails problem, int status, string instance, string traceId)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, problem.Type);
        json.WriteString("title"u8, problem.Title);
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, problem.Detail);
        json.WriteString("instance"u8, instance);
        json.WriteString("error"u8, problem.Detail ?? problem.Title);
        json.WriteString("trace_id"u8, traceId);
        foreach (var (name, value) in problem.Extensions)
        {
            // the framework's own way of adding a trace id
            if (name is "traceId" or "trace_id")
            {
                continue;
            }

            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, DoorwardJson.Options);
        }

        json.WriteEndObject();
    }
}
