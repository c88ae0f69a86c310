using System.Text.Json;

namespace Doorward.GraphQL.Tests;

internal static class JsonWords
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static string ToJson(this object value) => JsonSerializer.Serialize(value, Options);
}

internal static class Eventually
{
    /// <summary>Waits until something is so, at most some seconds.</summary>
    public static async Task Is(Func<bool> condition, double seconds = 60)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!condition())
        {
            System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeLessThan(seconds);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
