using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Commands;

/// <summary>Positional parameters of a command's statement, an array for each field.</summary>
public sealed class Parameters(NpgsqlParameterCollection target)
{
    /// <summary>An array with <paramref name="count"/> elements, typed for PostgreSQL as <paramref name="element"/>[].</summary>
    public Parameters Add<TCommand, TValue>(IReadOnlyList<TCommand> commands, NpgsqlDbType element, Func<TCommand, TValue> value)
    {
        var values = new TValue[commands.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(commands[i]);
        }

        target.Add(new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });
        return this;
    }

    /// <summary>A value that is the same for the whole batch.</summary>
    public Parameters Add<TValue>(NpgsqlDbType type, TValue value)
    {
        target.Add(new NpgsqlParameter<TValue> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }
}
