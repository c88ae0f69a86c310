using System.Globalization;
using System.Text.Json;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>Int (3.5.1): 32 bits with a sign.</summary>
internal sealed class IntCodec : ScalarCodec
{
    public override object ParseLiteral(ValueNode literal) =>
        literal is IntValueNode i && int.TryParse(i.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : throw Unfit();

    public override object ParseJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            if (json.TryGetInt32(out var value))
            {
                return value;
            }

            // 1.0 and 1e3 are whole numbers in JSON
            if (json.TryGetDouble(out var d) && d == Math.Floor(d) && d is >= int.MinValue and <= int.MaxValue)
            {
                return (int)d;
            }
        }

        throw Unfit();
    }

    public override void Write(ResultWriter writer, object value) => writer.WriteInt64(value switch
    {
        int i => i,
        bool b => b ? 1 : 0,
        double d when d == Math.Floor(d) => InRange(d),
        string s when double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && d == Math.Floor(d) => InRange(d),
        string or double => throw new FormatException("The result is no whole number."),
        IConvertible number => InRange(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new FormatException("The result is no whole number."),
    });

    public override bool Accepts(Type type) => type == typeof(int) || type == typeof(short) || type == typeof(byte)
        || type == typeof(sbyte) || type == typeof(ushort) || type == typeof(long) || type == typeof(uint) || type == typeof(object);

    internal override Action<ResultWriter, T> WriterOf<T>() => typeof(T) == typeof(int)
        ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, int>)((w, v) => w.WriteInt64(v))
        : typeof(T) == typeof(long)
            ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, long>)((w, v) => w.WriteInt64(InRange(v)))
            : base.WriterOf<T>();

    internal override object? ToClr(object? value, Type type) =>
        value is null || type == typeof(int) || type == typeof(object) ? value : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);

    protected override object Parse(object? value) => throw Unfit();

    private static long InRange(double value) => value is >= int.MinValue and <= int.MaxValue
        ? (long)value : throw new FormatException("The result is larger than Int, which has 32 bits.");

    private static FormatException Unfit() => new("A whole number of 32 bits is expected.");
}

/// <summary>Float (3.5.2): double precision; whole numbers are accepted.</summary>
internal sealed class FloatCodec : ScalarCodec
{
    public override object ParseLiteral(ValueNode literal)
    {
        var text = (literal as IntValueNode)?.Value ?? (literal as FloatValueNode)?.Value ?? throw Unfit();
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw Unfit();
    }

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Unfit();

    public override void Write(ResultWriter writer, object value) => writer.WriteDouble(value switch
    {
        double d => Finite(d),
        bool b => b ? 1 : 0,
        string s => double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && s.Length > 0
            ? Finite(d) : throw new FormatException("The result is no number."),
        IConvertible number => Finite(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new FormatException("The result is no number."),
    });

    public override bool Accepts(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(decimal)
        || type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte) || type == typeof(object);

    internal override Action<ResultWriter, T> WriterOf<T>() => typeof(T) == typeof(double)
        ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, double>)((w, v) => w.WriteDouble(Finite(v)))
        : typeof(T) == typeof(decimal)
            ? (Action<ResultWriter, T>)(object)(Action<ResultWriter, decimal>)((w, v) => w.WriteDecimal(v))
            : base.WriterOf<T>();

    internal override object? ToClr(object? value, Type type) =>
        value is null || type == typeof(double) || type == typeof(object) ? value : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);

    protected override object Parse(object? value) => throw Unfit();

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new FormatException("The result is no finite number.");

    private static FormatException Unfit() => new("A number is expected.");
}
