using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>String (3.5.3).</summary>
internal sealed class StringCodec : ScalarCodec
{
    public override object ParseLiteral(ValueNode literal) => (literal as StringValueNode)?.Value ?? throw Unfit();

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Unfit();

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case string s:
                writer.WriteString(s);
                break;
            case bool b:
                writer.WriteString(b ? "true" : "false");
                break;
            case IFormattable formattable:
                writer.WriteString(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                throw new FormatException("The result is no text.");
        }
    }

    public override bool Accepts(Type type) => type == typeof(string) || type == typeof(object);

    internal override Action<ResultWriter, T> WriterOf<T>() => typeof(T) == typeof(string)
        ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, string>)((w, v) => w.WriteString(v))
        : base.WriterOf<T>();

    protected override object Parse(object? value) => throw Unfit();

    private static FormatException Unfit() => new("A string is expected.");
}

/// <summary>Boolean (3.5.4).</summary>
internal sealed class BooleanCodec : ScalarCodec
{
    private static readonly object True = true;
    private static readonly object False = false;

    public override object ParseLiteral(ValueNode literal) =>
        literal is BooleanValueNode b ? b.Value ? True : False : throw Unfit();

    public override object ParseJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        _ => throw Unfit(),
    };

    public override void Write(ResultWriter writer, object value) => writer.WriteBoolean(value switch
    {
        bool b => b,
        int or long or short or byte or double or float or decimal => ((IConvertible)value).ToDouble(CultureInfo.InvariantCulture) != 0,
        _ => throw new FormatException("The result is neither true nor false."),
    });

    public override bool Accepts(Type type) => type == typeof(bool) || type == typeof(object);

    internal override Action<ResultWriter, T> WriterOf<T>() => typeof(T) == typeof(bool)
        ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, bool>)((w, v) => w.WriteBoolean(v))
        : base.WriterOf<T>();

    protected override object Parse(object? value) => throw Unfit();

    private static FormatException Unfit() => new("true or false is expected.");
}

/// <summary>ID (3.5.5): a string, or a whole number read as one.</summary>
internal sealed class IdCodec : ScalarCodec
{
    public override object ParseLiteral(ValueNode literal) => literal switch
    {
        StringValueNode s => s.Value,
        IntValueNode i => i.Value,
        _ => throw Unfit(),
    };

    public override object ParseJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return json.GetString()!;
        }

        if (json.ValueKind == JsonValueKind.Number)
        {
            var text = json.GetRawText();
            return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? text
                : json.TryGetDouble(out var d) && d == Math.Floor(d) && Math.Abs(d) < 1e15 ? ((long)d).ToString(CultureInfo.InvariantCulture)
                : throw Unfit();
        }

        throw Unfit();
    }

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case string s:
                writer.WriteString(s);
                break;
            case Guid id:
                writer.WriteFormatted(id, "D");
                break;
            case int or long or short or byte or uint or ulong or BigInteger:
                writer.WriteString(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double d when d == Math.Floor(d):
                writer.WriteString(d.ToString("F0", CultureInfo.InvariantCulture));
                break;
            default:
                throw new FormatException("The result is no identifier.");
        }
    }

    public override bool Accepts(Type type) => type == typeof(string) || type == typeof(Guid) || type == typeof(int)
        || type == typeof(long) || type == typeof(object);

    internal override Action<ResultWriter, T> WriterOf<T>() => typeof(T) == typeof(string)
        ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, string>)((w, v) => w.WriteString(v))
        : typeof(T) == typeof(Guid)
            ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, Guid>)((w, v) => w.WriteFormatted(v, "D"))
            : typeof(T) == typeof(int)
                ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, int>)((w, v) => w.WriteFormatted(v, default))
                : typeof(T) == typeof(long)
                    ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, long>)((w, v) => w.WriteFormatted(v, default))
                    : base.WriterOf<T>();

    internal override object? ToClr(object? value, Type type)
    {
        if (value is not string text || type == typeof(string) || type == typeof(object))
        {
            return value;
        }

        return type switch
        {
            _ when type == typeof(Guid) && Guid.TryParse(text, out var id) => id,
            _ when type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) => i,
            _ when type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) => l,
            _ => throw new FormatException("This is no identifier of the expected form."),
        };
    }

    protected override object Parse(object? value) => throw Unfit();

    private static FormatException Unfit() => new("An identifier is expected: a string or a whole number.");
}
