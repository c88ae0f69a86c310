using System.Text;

namespace Doorward.GraphQL.Language;

/// <summary>Block strings: common indentation and blank edges taken away (2.9.4, BlockStringValue), and how to print one.</summary>
internal static class BlockString
{
    public static string Dedent(string raw)
    {
        var lines = SplitLines(raw);
        var common = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var indent = Indent(lines[i]);
            if (indent == lines[i].Length)
            {
                continue;
            }

            first = first < 0 ? i : first;
            last = i;
            if (i > 0)
            {
                common = Math.Min(common, indent);
            }
        }

        if (first < 0)
        {
            return "";
        }

        var value = new StringBuilder();
        for (var i = first; i <= last; i++)
        {
            var line = lines[i];
            var cut = i == 0 || common == int.MaxValue ? 0 : Math.Min(common, line.Length);
            value.Append(i == first ? "" : "\n").Append(line, cut, line.Length - cut);
        }

        return value.ToString();
    }

    /// <summary>Whether reading the printed block gives this value back: edges and indentation must survive dedenting.</summary>
    public static bool CanPrint(string value) =>
        value.AsSpan().IndexOfAnyInRange('\0', '\u0008') < 0
        && value.AsSpan().IndexOfAny('\u000b', '\u000c', '\r') < 0
        && value.AsSpan().IndexOfAnyInRange('\u000e', '\u001f') < 0
        && Dedent(Print(value)[3..^3].Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal)) == value;

    public static string Print(string value, bool minimize = false)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = SplitLines(escaped);
        var single = lines.Count == 1;
        var forceLeading = lines.Count > 1 && lines.Skip(1).All(l => l.Length == 0 || l[0] is ' ' or '\t');
        var endsInQuotes = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var forceTrailing = (value.EndsWith('"') && !endsInQuotes) || value.EndsWith('\\');
        var multiple = !minimize && (!single || value.Length > 70 || forceTrailing || forceLeading || endsInQuotes);
        var skipLeading = single && value.Length > 0 && value[0] is ' ' or '\t';

        var printed = new StringBuilder("\"\"\"");
        if ((multiple && !skipLeading) || forceLeading)
        {
            printed.Append('\n');
        }

        printed.Append(escaped);
        if (multiple || forceTrailing)
        {
            printed.Append('\n');
        }

        return printed.Append("\"\"\"").ToString();
    }

    private static List<string> SplitLines(string text)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r')
            {
                lines.Add(text[start..i]);
                if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                {
                    i++;
                }

                start = i + 1;
            }
        }

        lines.Add(text[start..]);
        return lines;
    }

    private static int Indent(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is ' ' or '\t')
        {
            i++;
        }

        return i;
    }
}
