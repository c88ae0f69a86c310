using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Execution;

namespace Doorward.GraphQL.Schema;

/// <summary>A scalar nobody described: any value passes as it is.</summary>
internal sealed class AnyCodec : ScalarCodec
{
    public static readonly AnyCodec Instance = new();

    public override bool Accepts(Type type) => true;

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case JsonElement json:
                writer.WriteRaw(json.GetRawText());
                break;
            case JsonNode node:
                writer.WriteRaw(node.ToJsonString());
                break;
            default:
                writer.WriteAny(value);
                break;
        }
    }

    internal override Action<ResultWriter, T> WriterOf<T>()
    {
        if (typeof(T) == typeof(DateTimeOffset))
        {
            return (Action<ResultWriter, T>)(object)(Action<ResultWriter, DateTimeOffset>)((w, v) => w.WriteFormatted(v, "O"));
        }

        if (typeof(T) == typeof(Guid))
        {
            return (Action<ResultWriter, T>)(object)(Action<ResultWriter, Guid>)((w, v) => w.WriteFormatted(v, "D"));
        }

        return base.WriterOf<T>();
    }

    internal override object? ToClr(object? value, Type type) => (value, type) switch
    {
        (null, _) => null,
        (string s, _) when type == typeof(Guid) => Guid.TryParse(s, out var id) ? id : throw new FormatException("A UUID is expected."),
        (string s, _) when type == typeof(DateTimeOffset) => Moments.Offset(s),
        (string s, _) when type == typeof(DateTime) => Moments.Offset(s).UtcDateTime,
        (string s, _) when type == typeof(DateOnly) => DateOnly.TryParseExact(s, "yyyy-MM-dd", out var day) ? day : throw new FormatException("A date is expected."),
        (string s, _) when type == typeof(Uri) => Uri.TryCreate(s, UriKind.RelativeOrAbsolute, out var uri) ? uri : throw new FormatException("A URI is expected."),
        (_, _) when type == typeof(JsonElement) => JsonSerializer.SerializeToElement(value),
        (long n, _) when type == typeof(int) => checked((int)n),
        (long n, _) when type == typeof(decimal) => (decimal)n,
        (long n, _) when type == typeof(double) => (double)n,
        (double n, _) when type == typeof(decimal) => (decimal)n,
        _ => type.IsInstanceOfType(value) ? value : throw new FormatException($"A {type.Name} is expected."),
    };

    protected override object? Parse(object? value) => value;
}
