using System.Text.Json;
using DiffPlex;

namespace Doorward.Support.Drafts;

/// <summary>What a person changed in a draft, word by word: kept with the review, so that both texts can be had from it.</summary>
internal static class Difference
{
    private static readonly char[] Between = [' ', '\n', '\t'];

    /// <summary>
    /// JSON: a list of pairs, <c>["=", words]</c> kept, <c>["-", words]</c> taken out, <c>["+", words]</c> put in. All kept and taken out is
    /// the old text, all kept and put in is the new one.
    /// </summary>
    public static string Of(string before, string after)
    {
        var words = new Differ().CreateWordDiffs(before, after, ignoreWhitespace: false, ignoreCase: false, Between);
        var parts = new List<string[]>();
        var at = 0;
        foreach (var block in words.DiffBlocks)
        {
            Add("=", words.PiecesOld, at, block.DeleteStartA - at);
            Add("-", words.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add("+", words.PiecesNew, block.InsertStartB, block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add("=", words.PiecesOld, at, words.PiecesOld.Length - at);
        return JsonSerializer.Serialize(parts);

        void Add(string op, IList<string> pieces, int from, int count)
        {
            if (count > 0)
            {
                parts.Add([op, string.Concat(pieces.Skip(from).Take(count))]);
            }
        }
    }
}
