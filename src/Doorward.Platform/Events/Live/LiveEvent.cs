using System.Text.Json;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;

namespace Doorward.Platform.Events.Live;

/// <summary>A row of the log on its way to live clients. One is shared by all of them, and with it its JSON: written once, whoever is first.</summary>
public sealed class LiveEvent(LogEntry entry, EventType? type)
{
    // A reference, which is written at once: a memory is three words, and who reads it between them has half of it.
    private byte[]? _json;
    private IReadOnlyList<Guid>? _concerned;
    private (string Member, Guid? Id)[] _ids = [];
    private (string Topic, ReadOnlyMemory<byte> Frame)[] _frames = [];

    /// <summary>The row.</summary>
    public LogEntry Entry => entry;

    /// <summary>As declared; null where no module of this program knows it: it is shown to nobody.</summary>
    public EventType? Type => type;

    /// <summary>Roughly what it keeps in memory while it waits, in bytes.</summary>
    public int Bytes => 400 + (2 * ((entry.Before?.Length ?? 0) + (entry.After?.Length ?? 0)));

    /// <summary>
    /// What leaves Doorward, wherever it does: a CloudEvent 1.0 in the JSON event format, UTF-8. Its data is {before, after}; the extension
    /// attribute actorid is left out where nobody acted.
    /// </summary>
    public ReadOnlyMemory<byte> Json => Volatile.Read(ref _json) ?? Written();

    /// <summary>The ids, besides the staff, of those who may see it.</summary>
    public IReadOnlyList<Guid> Concerned => _concerned ??= type is { Concerns.Count: > 0 } ? [.. type.Concerns.Select(IdIn).OfType<Guid>()] : [];

    private byte[] Written()
    {
        // Two at once both write it: the same bytes.
        var json = CloudEvent.Write(entry).ToArray();
        Volatile.Write(ref _json, json);
        return json;
    }

    /// <summary>The id that a member of after, or of the event itself, holds; read once, whoever asks.</summary>
    public Guid? IdIn(string member)
    {
        var ids = Volatile.Read(ref _ids);
        foreach (var known in ids)
        {
            if (known.Member == member)
            {
                return known.Id;
            }
        }

        var id = Read(member);
        Interlocked.CompareExchange(ref _ids, [.. ids, (member, id)], ids);
        return id;
    }

    /// <summary>The frame for subscribers of a topic: written once for all their sockets.</summary>
    internal ReadOnlyMemory<byte> FrameFor(string topic, Func<LiveEvent, string, ReadOnlyMemory<byte>> write)
    {
        var frames = Volatile.Read(ref _frames);
        foreach (var known in frames)
        {
            if (known.Topic == topic)
            {
                return known.Frame;
            }
        }

        // Two at once both write it, and one of the two is kept: the same bytes.
        var frame = write(this, topic);
        Interlocked.CompareExchange(ref _frames, [.. frames, (topic, frame)], frames);
        return frame;
    }

    private Guid? Read(string member) => member switch
    {
        "subject_id" => entry.SubjectId,
        "actor_id" => entry.ActorId,
        _ => entry.After is { } after && JsonElement.Parse(after) is { ValueKind: JsonValueKind.Object } state
            && state.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String && value.TryGetGuid(out var id) ? id : null,
    };
}
