namespace Doorward.GraphQL.Language;

/// <summary>A place in a document: both numbers start at 1 (specification 7.1.2, "locations").</summary>
public readonly record struct SourceLocation(int Line, int Column);

/// <summary>
/// The text of one document. Nodes keep only offsets into it; a line and a column are worked out when an error needs them,
/// which almost never happens.
/// </summary>
public sealed class SourceText(string text)
{
    /// <summary>The characters as they were received.</summary>
    public string Text { get; } = text;

    /// <summary>The line and column of an offset, counting LF, CR and CR LF as line terminators (specification 2.1.2).</summary>
    public SourceLocation LocationAt(int offset)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset && i < Text.Length; i++)
        {
            var c = Text[i];
            if (c == '\r' && i + 1 < Text.Length && Text[i + 1] == '\n')
            {
                // the pair is one terminator: an offset between the two is still on the old line
                if (i + 1 >= offset)
                {
                    break;
                }

                i++;
            }

            if (c is '\n' or '\r')
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new SourceLocation(line, offset - lineStart + 1);
    }
}
