using System.Text.Json.Nodes;
using Doorward.Platform.Postgres;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Races;

/// <summary>
/// Live clients of every kind: /ws, server-sent events and the graph's subscriptions. Whenever one is cut off it goes on, at whichever node comes to
/// hand, behind the last cursor that it was told; and so each must have been told the log, exactly.
/// </summary>
internal sealed class Followers(Agency agency, IFrontDoor[] nodes)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // What a client that follows the whole agency is compared by: other parts may come to tell more.
    private static readonly string[] Followed = ["slot.", "booking.", "message.", "reply.", "draft."];

    private readonly CancellationTokenSource _enough = new();
    private Follower[] _all = [];
    private Task[] _running = [];
    private string _start = "";

    public async Task Start()
    {
        await using var now = nodes[0].Database.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())::text || '-0'");
        _start = (string)(await now.ExecuteScalarAsync())!;
        _all = [new("/ws", Followed, Socket), new("server-sent events", Followed, Stream), new("the graph", ["draft."], Graph)];
        _running = [.. _all.Select(follower => Task.Run(() => Follow(follower)))];
    }

    /// <summary>Waits until each has been told the end of the log, and compares.</summary>
    public async Task<IReadOnlyList<string>> Finish(NpgsqlDataSource database)
    {
        var faults = new List<string>();
        foreach (var follower in _all)
        {
            var log = await Log(database, follower.Types);
            await Eventually.Is(() => Task.FromResult(log.Count == 0 || follower.Last == log[^1]), Patience);
            var seen = follower.Seen;
            var same = seen.Zip(log).TakeWhile(pair => pair.First == pair.Second).Count();
            if (same < Math.Max(seen.Count, log.Count))
            {
                faults.Add($"A client of {follower.Name} was told {seen.Count} events, and the log has {log.Count}; at place {same} it was told "
                    + $"{seen.ElementAtOrDefault(same) ?? "nothing"}, and the log has {log.ElementAtOrDefault(same) ?? "nothing"}. {follower.Trouble}");
            }
        }

        await _enough.CancelAsync();
        await Task.WhenAll(_running);
        return faults;
    }

    private Task<IReadOnlyList<string>> Log(NpgsqlDataSource database, string[] types) => database.List(
        """
        SELECT tx || '-' || seq FROM events.log
        WHERE organization_id = $1 AND tx >= $2::xid8 AND type LIKE ANY ($3) ORDER BY tx, seq
        """,
        row => row.GetString(0), CancellationToken.None, Reads.Is(agency.Id), Reads.Is(_start.Split('-')[0]), Reads.Is(types.Select(type => type + "%").ToArray()));

    private async Task Follow(Follower follower)
    {
        var after = _start;
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                await follower.Connect(nodes[Random.Shared.Next(nodes.Length)], after, (cursor, type) =>
                {
                    after = cursor;
                    follower.Hear(cursor, type);
                });
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or InvalidOperationException or TimeoutException
                or OperationCanceledException or System.Net.WebSockets.WebSocketException)
            {
                follower.Trouble = cut.Message;
            }

            await Task.Delay(Breath, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task Socket(IFrontDoor node, string after, Action<string, string?> hear)
    {
        await using var client = await LiveClient.Open(node, agency.Owner);
        await using var end = _enough.Token.Register(client.Cut);
        await client.Send(new JsonObject
        {
            ["type"] = "subscribe", ["payload"] = new JsonObject { ["topic"] = "organization", ["after"] = after },
        }.ToJsonString());
        while (await client.Next() is { } envelope)
        {
            if ((string?)envelope["type"] is "event" or "gap")
            {
                hear((string)envelope["payload"]!["cursor"]!, (string?)envelope["payload"]!["event"]?["type"]);
            }

            if ((string?)envelope["type"] is "gap" or "error")
            {
                return; // and on from the cursor
            }
        }
    }

    private async Task Stream(IFrontDoor node, string after, Action<string, string?> hear)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, "/api/v1/events"));
        request.Headers.Authorization = new("Bearer", agency.Owner.Token);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        using var response = await node.Http.SendAsync(request, _enough.Token);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var cursor = after;
        while (await lines.ReadLineAsync(_enough.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                cursor = line[4..];
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                hear(cursor, line[7..]);
            }
        }
    }

    private async Task Graph(IFrontDoor node, string after, Action<string, string?> hear)
    {
        await using var client = await GraphSocket.Subscribe(node, agency.Owner.Token, $"subscription {{ draftUpdates(after: \"{after}\") {{ cursor type }} }}");
        await using var end = _enough.Token.Register(client.Cut);
        while (await client.Update(Patience) is { } update && update["cursor"] is { } cursor)
        {
            hear((string)cursor!, (string?)update["type"]);
        }
    }

    private sealed class Follower(string name, string[] types, Func<IFrontDoor, string, Action<string, string?>, Task> connect)
    {
        private readonly List<string> _seen = [];

        public string Name => name;

        public string[] Types => types;

        public Func<IFrontDoor, string, Action<string, string?>, Task> Connect => connect;

        /// <summary>Why it was last cut off.</summary>
        public string Trouble { get; set; } = "";

        public string? Last
        {
            get
            {
                lock (_seen)
                {
                    return _seen.LastOrDefault();
                }
            }
        }

        public IReadOnlyList<string> Seen
        {
            get
            {
                lock (_seen)
                {
                    return [.. _seen];
                }
            }
        }

        public void Hear(string cursor, string? type)
        {
            if (type is not null && Array.Exists(types, known => type.StartsWith(known, StringComparison.Ordinal)))
            {
                lock (_seen)
                {
                    _seen.Add(cursor);
                }
            }
        }
    }
}
