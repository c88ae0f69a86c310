namespace Doorward.Testing;

/// <summary>Waits for the thing itself, not for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    /// <summary>True as soon as it is so; false when it is not by then.</summary>
    public static async Task<bool> Is(Func<Task<bool>> so, TimeSpan within)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await so())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > within)
            {
                return false;
            }

            await Task.Delay(Between, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return true;
    }

    /// <summary>Looks until it is so; fails, saying what, when it is not so in time.</summary>
    public static async Task So(string what, Func<Task<bool>> holds, int seconds = 60) =>
        (await Is(holds, TimeSpan.FromSeconds(seconds))).ShouldBeTrue($"not within {seconds} s: {what}");

    /// <inheritdoc cref="So(string, Func{Task{bool}}, int)"/>
    public static Task So(string what, Func<bool> holds, int seconds = 60) => So(what, () => Task.FromResult(holds()), seconds);
}
