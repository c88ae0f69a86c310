namespace Doorward.Testing;

/// <summary>Waits for the thing itself, not for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

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

            await Task.Delay(Between, TimeProvider.System);
        }

        return true;
    }
}
