using System.Text.Json;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

/// <summary>How the values of a scalar are read from literals and variables and written to responses (3.5, 6.4.3).</summary>
public abstract class ScalarCodec
{
    /// <summary>Reads a constant literal of a document.</summary>
    /// <exception cref="FormatException">It is no value of this scalar; the message says why.</exception>
    public virtual object? ParseLiteral(ValueNode literal) => Parse(Untyped.From(literal));

    /// <summary>Reads a variable's value.</summary>
    /// <exception cref="FormatException">It is no value of this scalar; the message says why.</exception>
    public virtual object? ParseJson(JsonElement json) => Parse(Untyped.From(json));

    /// <summary>
    /// Reads a value that is a string, bool, long, double, null, a list or a dictionary of such, wherever it came from.
    /// </summary>
    /// <exception cref="FormatException">It is no value of this scalar; the message says why.</exception>
    protected abstract object? Parse(object? value);

    /// <summary>Writes a result.</summary>
    /// <exception cref="FormatException">The value cannot be written as this scalar; the message says why.</exception>
    public abstract void Write(ResultWriter writer, object value);

    /// <summary>Whether results and arguments of this CLR type fit the scalar.</summary>
    public abstract bool Accepts(Type type);

    /// <summary>A writer for one CLR type, without boxing where the codec knows the type.</summary>
    internal virtual Action<ResultWriter, T> WriterOf<T>() => (writer, value) => Write(writer, value!);

    /// <summary>What an argument becomes for a parameter of this CLR type.</summary>
    internal virtual object? ToClr(object? value, Type type) => value;
}

/// <summary>A custom scalar with one CLR type.</summary>
/// <param name="parse">Reads the untyped value; throws <see cref="FormatException"/> for what it is not.</param>
/// <param name="write">Writes one JSON value.</param>
public sealed class ScalarCodec<TValue>(Func<object, TValue> parse, Action<ResultWriter, TValue> write) : ScalarCodec
{
    /// <summary>A scalar that is a JSON string.</summary>
    public static ScalarCodec<TValue> Text(Func<string, TValue> parse, Func<TValue, string> format) => new(
        value => value is string s ? parse(s) : throw new FormatException("A string is expected."),
        (writer, value) => writer.WriteString(format(value)));

    /// <inheritdoc />
    public override void Write(ResultWriter writer, object value) => write(
        writer, value is TValue typed ? typed : throw new FormatException($"A {typeof(TValue).Name} is expected."));

    /// <inheritdoc />
    public override bool Accepts(Type type) => typeof(TValue).IsAssignableFrom(type) || type == typeof(object);

    /// <inheritdoc />
    protected override object? Parse(object? value) => parse(value!);

    internal override Action<ResultWriter, T> WriterOf<T>() =>
        typeof(T) == typeof(TValue) ? (Action<ResultWriter, T>)(object)write : base.WriterOf<T>();
}
