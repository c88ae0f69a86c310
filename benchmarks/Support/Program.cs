// ./bench ingest, ./bench queue, ./bench draft: the ways of a message, from its arrival to the draft that waits for a person.
//   SupportBench REPOSITORY ingest|queue|draft [--seconds N] [--rounds N] [--connections 32] [--only NAME,…] [--json FILE]
using Doorward.Benchmarks;
using Doorward.Benchmarks.Support.Draft;
using Doorward.Benchmarks.Support.Ingest;
using Doorward.Benchmarks.Support.Queue;

var arguments = args is [var repository, var what, .. var rest]
    ? Arguments.Read(repository, rest, what switch { "ingest" => [32], "queue" => [1, 4], _ => (int[])[8] })
    : null;
Func<Arguments, CancellationToken, Task>? run = arguments is null ? null : args[1] switch
{
    "ingest" => IngestBench.Run,
    "queue" => QueueBench.Run,
    "draft" => DraftBench.Run,
    _ => null,
};
if (run is null)
{
    await Console.Error.WriteLineAsync($"usage: ./bench ingest|queue|draft {Arguments.Usage}");
    return 2;
}

return await Stop.Orderly(stop => run(arguments!, stop));
