namespace Doorward.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Repository, int Seconds, int Rounds, IReadOnlyList<int> Connections, string? JsonFile, IReadOnlyList<string> Only)
{
    public const string Usage = "[--seconds N] [--rounds N] [--connections 1,32] [--only NAME,…] [--json FILE]";

    /// <param name="args">Pairs of a name and a value.</param>
    /// <returns>Null where there is anything else.</returns>
    public static Arguments? Read(string repository, IReadOnlyList<string> args, params IReadOnlyList<int> connections)
    {
        if (args.Count % 2 != 0)
        {
            return null;
        }

        var arguments = new Arguments(repository, 5, 3, connections, null, []);
        foreach (var pair in args.Chunk(2))
        {
            if (arguments.With(pair[0], pair[1]) is not { } next)
            {
                return null;
            }

            arguments = next;
        }

        return arguments;
    }

    /// <summary>Whether a part of the comparison is wanted.</summary>
    public bool Wants(string name) => Only.Count == 0 || Only.Contains(name);

    private Arguments? With(string name, string value) => name switch
    {
        "--seconds" when int.TryParse(value, out var seconds) && seconds is > 0 and <= 60 => this with { Seconds = seconds },
        "--rounds" when int.TryParse(value, out var rounds) && rounds is > 0 and <= 20 => this with { Rounds = rounds },
        "--connections" when Numbers(value) is { Count: > 0 } numbers => this with { Connections = numbers },
        "--json" => this with { JsonFile = value },
        "--only" => this with { Only = value.Split(',') },
        _ => null,
    };

    private static List<int> Numbers(string text)
    {
        var numbers = text.Split(',').Select(part => int.TryParse(part, out var number) ? number : 0).ToList();
        return numbers.TrueForAll(number => number is > 0 and <= 512) ? numbers : [];
    }
}
