namespace Doorward.Testing;

/// <summary>Waits until what follows from what was done is done too.</summary>
public static class Quiet
{
    /// <summary>Until every subscriber has read all of the log and no job is due. What is due later stays.</summary>
    public static async Task Down(IFrontDoor door)
    {
        var isQuiet = await Eventually.Is(async () =>
        {
            await using var ask = door.Database.CreateCommand("""
                SELECT NOT EXISTS (SELECT FROM events.jobs WHERE dead_at IS NULL AND due_at <= now())
                   AND NOT EXISTS (SELECT FROM events.cursors c, events.log l
                                   WHERE c.subscriber LIKE '%notices' AND (l.tx, l.seq) > (c.tx, c.seq))
                   AND (SELECT count(*) FROM events.cursors WHERE subscriber LIKE '%.notices') >= 2
                """);
            return (bool)(await ask.ExecuteScalarAsync())!;
        }, TimeSpan.FromMinutes(2));
        if (!isQuiet)
        {
            throw new TimeoutException("Subscribers and jobs did not come to rest.");
        }
    }
}
