using System.Globalization;
using System.Text;

namespace Doorward.GraphQL.Language;

public static partial class Printer
{
    internal static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or (>= '\u007f' and <= '\u009f') => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    private static void Value(StringBuilder text, ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                text.Append('$').Append(variable.Name.Value);
                break;
            case IntValueNode integer:
                text.Append(integer.Value);
                break;
            case FloatValueNode number:
                text.Append(number.Value);
                break;
            case StringValueNode s:
                text.Append(s.IsBlock ? BlockString.Print(s.Value) : Quote(s.Value));
                break;
            case BooleanValueNode boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case NullValueNode:
                text.Append("null");
                break;
            case EnumValueNode e:
                text.Append(e.Value);
                break;
            case ListValueNode list:
                text.Append('[');
                Join(text, list.Values, Value);
                text.Append(']');
                break;
            case ObjectValueNode o:
                text.Append(o.Fields.Count > 0 ? "{ " : "{");
                Join(text, o.Fields, (t, f) => Value(t.Append(f.Name.Value).Append(": "), f.Value));
                text.Append(o.Fields.Count > 0 ? " }" : "}");
                break;
        }
    }

    private static void Arguments(StringBuilder text, IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count > 0)
        {
            text.Append('(');
            Join(text, arguments, (t, a) => Value(t.Append(a.Name.Value).Append(": "), a.Value));
            text.Append(')');
        }
    }

    private static void Directives(StringBuilder text, IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            text.Append(" @").Append(directive.Name.Value);
            Arguments(text, directive.Arguments);
        }
    }

    private static void Join<T>(StringBuilder text, IReadOnlyList<T> items, Action<StringBuilder, T> print)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            print(text, items[i]);
        }
    }
}
