using System.Buffers;

namespace Doorward.GraphQL.Execution;

internal sealed partial class OperationRun
{
    private int end;
    private int topHoles;

    /// <summary>Copies the value of <c>data</c>: what was written, each hole's content in its place, cut values as null.</summary>
    public void CopyTo(IBufferWriter<byte> output)
    {
        if (holes is null or { Count: 0 })
        {
            output.Write(Writer.Slice(0, end));
            return;
        }

        Copy(output, 0, end, 0, topHoles);
    }

    private void Finish(bool isWhole)
    {
        PopBoundary();
        if (!isWhole)
        {
            ReplaceByNull(0, 0);
        }

        end = Writer.Position;
        topHoles = HoleCount;
    }

    private void Copy(IBufferWriter<byte> output, int from, int to, int firstHole, int lastHole)
    {
        var position = from;
        for (var i = firstHole; i <= lastHole; i++)
        {
            var hole = i < lastHole ? holes![i] : null;
            if (hole is not null && hole.Position < position)
            {
                continue;
            }

            var stop = hole?.Position ?? to;
            while (NextCut(position, stop) is { } cut)
            {
                output.Write(Writer.Slice(position, cut.From));
                output.Write("null"u8);
                position = cut.To;
            }

            if (position <= stop)
            {
                output.Write(Writer.Slice(position, stop));
                position = stop;
                if (hole is not null)
                {
                    Copy(output, hole.From, hole.To, hole.FirstHole, hole.LastHole);
                }
            }
        }
    }

    // The first value from here that became null; of two that begin together the one around the other.
    private Cut? NextCut(int position, int stop)
    {
        if (applied is null)
        {
            return null;
        }

        Cut? next = null;
        foreach (var cut in applied)
        {
            if (cut.From >= position && cut.From < stop
                && (next is null || cut.From < next.From || (cut.From == next.From && cut.To > next.To)))
            {
                next = cut;
            }
        }

        return next;
    }
}
