namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Takes tokens out of a document for as long as it still shows the disagreement.</summary>
public static class Shrinker
{
    public static async Task<string> Shrink(string document, Func<string, Task<bool>> stillFails)
    {
        var tokens = document.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToList();
        var size = tokens.Count / 2;
        for (var tries = 0; size > 0 && tries < 1500;)
        {
            var removed = false;
            for (var at = 0; at + size <= tokens.Count && tries < 1500; tries++)
            {
                var shorter = tokens[..at].Concat(tokens[(at + size)..]).ToList();
                if (await stillFails(string.Join(' ', shorter)))
                {
                    tokens = shorter;
                    removed = true;
                }
                else
                {
                    at++;
                }
            }

            size = removed ? Math.Min(size, tokens.Count) : size / 2;
        }

        return string.Join(' ', tokens);
    }
}
