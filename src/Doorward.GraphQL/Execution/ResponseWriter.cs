using System.Buffers;

namespace Doorward.GraphQL.Execution;

/// <summary>Responses as JSON (7.1): errors first where there are any, so that they are seen.</summary>
internal static class ResponseWriter
{
    /// <summary>A response without data: the request itself was at fault (7.1.2, request errors).</summary>
    public static byte[] RequestErrors(IReadOnlyList<GraphQLError> errors)
    {
        using var writer = new ResultWriter();
        writer.WriteRaw("{"u8);
        Errors(writer, errors);
        writer.WriteRaw("}"u8);
        return writer.Written.ToArray();
    }

    public static void Result(IBufferWriter<byte> output, OperationRun run)
    {
        if (run.Errors is { } errors)
        {
            using var writer = new ResultWriter();
            writer.WriteRaw("{"u8);
            Errors(writer, errors);
            writer.WriteRaw(",\"data\":"u8);
            output.Write(writer.Written);
        }
        else
        {
            output.Write("{\"data\":"u8);
        }

        run.CopyTo(output);
        output.Write("}"u8);
    }

    /// <summary>The list of errors alone, as the error message of graphql-transport-ws has it.</summary>
    public static byte[] ErrorList(IReadOnlyList<GraphQLError> errors)
    {
        using var writer = new ResultWriter();
        List(writer, errors);
        return writer.Written.ToArray();
    }

    private static void Errors(ResultWriter writer, IReadOnlyList<GraphQLError> errors)
    {
        writer.WriteRaw("\"errors\":"u8);
        List(writer, errors);
    }

    private static void List(ResultWriter writer, IReadOnlyList<GraphQLError> errors)
    {
        writer.WriteRaw("["u8);
        for (var i = 0; i < errors.Count; i++)
        {
            writer.WriteRaw(i > 0 ? ","u8 : default);
            Error(writer, errors[i]);
        }

        writer.WriteRaw("]"u8);
    }

    private static void Error(ResultWriter writer, GraphQLError error)
    {
        writer.WriteRaw("{\"message\":"u8);
        writer.WriteString(error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteRaw(",\"locations\":["u8);
            for (var i = 0; i < error.Locations.Count; i++)
            {
                writer.WriteRaw(i > 0 ? ",{\"line\":"u8 : "{\"line\":"u8);
                writer.WriteInt64(error.Locations[i].Line);
                writer.WriteRaw(",\"column\":"u8);
                writer.WriteInt64(error.Locations[i].Column);
                writer.WriteRaw("}"u8);
            }

            writer.WriteRaw("]"u8);
        }

        if (error.Path is not null)
        {
            writer.WriteRaw(",\"path\":"u8);
            writer.WriteAny(error.Path);
        }

        Extensions(writer, error);
        writer.WriteRaw("}"u8);
    }

    private static void Extensions(ResultWriter writer, GraphQLError error)
    {
        if (error.Code is null && error.Extensions is null)
        {
            return;
        }

        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (error.Code is not null)
        {
            members["code"] = error.Code;
        }

        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>())
        {
            members[name] = value;
        }

        writer.WriteRaw(",\"extensions\":"u8);
        writer.WriteAny(members);
    }
}
