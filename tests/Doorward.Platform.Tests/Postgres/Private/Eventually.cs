namespace Doorward.Platform.Tests.Postgres.Private;

internal static class Eventually
{
    /// <summary>Looks until it is so; fails, saying what, when it is not so within 20 s.</summary>
    public static async Task Holds(string what, Func<bool> holds)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!holds())
        {
            time.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20), what);
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, TestContext.Current.CancellationToken);
        }
    }
}
