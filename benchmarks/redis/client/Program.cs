using System.Diagnostics;
using System.Globalization;
using Doorward.Redis;
using Doorward.Redis.Streams;

// Adds entries to a stream for so many seconds, and prints how many a second. Arguments: URL, batch|callers, DEPTH, SECONDS
var (url, way, depth, seconds) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), double.Parse(args[3], CultureInfo.InvariantCulture));
await using var redis = new RedisClient(RedisUrl.Parse(url));
var payload = new string('x', 400);
var trim = StreamTrim.ToLength(100_000);
Func<long, bool> goesOn = until => Stopwatch.GetTimestamp() < until;

Console.WriteLine((await Measured(Math.Min(1, seconds / 2)), await Measured(seconds)).Item2.ToString("0", CultureInfo.InvariantCulture));

async Task<double> Measured(double during)
{
    var begun = Stopwatch.GetTimestamp();
    var until = begun + (long)(during * Stopwatch.Frequency);
    var added = way == "batch" ? await Batches(until) : (await Task.WhenAll(Enumerable.Range(0, depth).Select(_ => Caller(until)))).Sum();
    return added / Stopwatch.GetElapsedTime(begun).TotalSeconds;
}

async Task<long> Batches(long until)
{
    var added = 0L;
    var batch = new CommandBatch();
    while (goesOn(until))
    {
        batch.Clear();
        for (var n = 0; n < depth; n++)
        {
            batch.XAdd("bench:messages", [new("type", "message.created"), new("event_id", "01a225bb-183c-7b07-b9a5-d9c8d312ba17"), new("payload", payload)], trim);
        }

        added += (await redis.Pipeline(batch)).Count(reply => !reply.IsError);
    }

    return added;
}

async Task<long> Caller(long until)
{
    var added = 0L;
    for (; goesOn(until); added++)
    {
        await redis.XAdd("bench:messages", [new("type", "message.created"), new("event_id", "01a225bb-183c-7b07-b9a5-d9c8d312ba17"), new("payload", payload)], trim);
    }

    return added;
}
