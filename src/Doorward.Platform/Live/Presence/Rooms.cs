namespace Doorward.Platform.Live.Presence;

/// <summary>
/// Who is at which keyed topic, on all nodes: kept in memory, never stored, never in the log. A node that dies without a word is forgotten when
/// its rooms have not been told again for half a minute.
/// </summary>
internal sealed class Rooms(TimeProvider time) : ILiveDeparture
{
    /// <summary>Topics at which one connection may be present.</summary>
    public const int MostOfOne = 32;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Room> _rooms = [];
    private readonly HashSet<string> _changed = [];
    private readonly List<TypingNews> _typing = [];
    private TaskCompletionSource _news = New();

    /// <summary>Completes when there is something to tell the other nodes.</summary>
    public Task News
    {
        get
        {
            lock (_lock)
            {
                return _news.Task;
            }
        }
    }

    /// <summary>Whether the connection is present there.</summary>
    public bool Holds(LiveConnection connection, string topic)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(topic, out var room) && room.Here.Contains(connection);
        }
    }

    /// <summary>At how many it is.</summary>
    public int CountOf(LiveConnection connection)
    {
        lock (_lock)
        {
            return _rooms.Values.Count(room => room.Here.Contains(connection));
        }
    }

    /// <summary>Somebody is there, or is no longer; the topic is theirs to see.</summary>
    public void Be(LiveConnection connection, string topic, bool here)
    {
        lock (_lock)
        {
            var room = RoomOf(topic);
            if (here ? room.Here.Add(connection) : room.Here.Remove(connection))
            {
                Changed(topic);
            }
        }

        Tell(topic);
    }

    /// <summary>Somebody types.</summary>
    public void Types(LiveConnection connection, string topic)
    {
        var news = new TypingNews(topic, Room.GuestOf(connection));
        lock (_lock)
        {
            _typing.Add(news);
            _news.TrySetResult();
        }

        TellTyping(news);
    }

    /// <summary>It is over.</summary>
    public void Left(LiveConnection connection)
    {
        List<string> topics;
        lock (_lock)
        {
            topics = [.. _rooms.Where(room => room.Value.Here.Remove(connection)).Select(room => room.Key)];
            topics.ForEach(Changed);
        }

        topics.ForEach(Tell);
    }

    /// <summary>What to tell the other nodes: what has changed, or on the round all that is here.</summary>
    public (IReadOnlyList<RoomGuests> Rooms, IReadOnlyList<TypingNews> Typing) TakeNews(bool all)
    {
        lock (_lock)
        {
            if (all)
            {
                _changed.UnionWith(_rooms.Where(room => room.Value.Here.Count > 0).Select(room => room.Key));
            }

            var news = (_changed.Select(topic => RoomGuests.Of(topic, _rooms.TryGetValue(topic, out var room) ? room.OfThisNode : [])).ToList(), _typing.ToList());
            _changed.Clear();
            _typing.Clear();
            _news = New();
            return news;
        }
    }

    /// <summary>What another node tells.</summary>
    public void Hear(RoomNews news)
    {
        lock (_lock)
        {
            foreach (var (topic, guests) in news.Rooms)
            {
                var room = RoomOf(topic);
                room.Elsewhere.Remove(news.Node);
                if (guests.Count > 0)
                {
                    room.Elsewhere[news.Node] = (guests, time.GetTimestamp() + (long)(Remembered.TotalSeconds * time.TimestampFrequency));
                }
            }
        }

        foreach (var room in news.Rooms)
        {
            Tell(room.Topic);
        }

        foreach (var typing in news.Typing)
        {
            TellTyping(typing);
        }
    }

    /// <summary>Forgets what other nodes have not told again, and rooms in which nobody is.</summary>
    public void Forget()
    {
        List<string> topics = [];
        lock (_lock)
        {
            var now = time.GetTimestamp();
            foreach (var (topic, room) in _rooms)
            {
                foreach (var (node, _) in room.Elsewhere.Where(node => node.Value.Until < now).ToList())
                {
                    room.Elsewhere.Remove(node);
                    topics.Add(topic);
                }
            }
        }

        topics.ForEach(Tell);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Room RoomOf(string topic) => _rooms.TryGetValue(topic, out var room) ? room : _rooms[topic] = new Room();

    private void Changed(string topic)
    {
        _changed.Add(topic);
        _news.TrySetResult();
    }

    /// <summary>Tells the staff who look at the topic on this node who else does. Applicants are not told who of the staff reads them.</summary>
    private void Tell(string topic)
    {
        IReadOnlyList<Guest> everybody;
        List<LiveConnection> watchers;
        lock (_lock)
        {
            if (!_rooms.TryGetValue(topic, out var room))
            {
                return;
            }

            everybody = room.Everybody;
            watchers = everybody.SequenceEqual(room.Told) ? [] : [.. room.Here.Where(connection => connection.Viewer!.Caller.IsStaff)];
            room.Told = everybody;
            if (room.IsEmpty)
            {
                _rooms.Remove(topic);
            }
        }

        if (watchers.Count > 0)
        {
            var frame = LiveFrames.Write("presence", PresencePayload.Of(topic, everybody), null);
            watchers.ForEach(connection => _ = connection.Send(frame).AsTask());
        }
    }

    /// <summary>To everybody else who is there. An applicant is told that the agency types, not who.</summary>
    private void TellTyping(TypingNews news)
    {
        List<LiveConnection> others;
        lock (_lock)
        {
            others = _rooms.TryGetValue(news.Topic, out var room)
                ? [.. room.Here.Where(connection => connection.Viewer!.Caller.PersonId != news.Guest.PersonId)] : [];
        }

        foreach (var connection in others)
        {
            Guid? who = connection.Viewer!.Caller.IsStaff ? news.Guest.PersonId : null;
            _ = connection.Send(LiveFrames.Write("typing", new TypingPayload(news.Topic, who, news.Guest.IsStaff), null)).AsTask();
        }
    }
}
