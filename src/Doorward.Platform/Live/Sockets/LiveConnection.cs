using System.Net.WebSockets;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Live.Sockets;
using Doorward.Platform.Live.Topics;
using Microsoft.AspNetCore.Connections;

namespace Doorward.Platform.Live;

/// <summary>A person's open socket on this node.</summary>
public sealed class LiveConnection : IDisposable
{
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private CancellationTokenRegistration _ending;
    // Few, and gone through rarely: a list costs a third of a dictionary.
    private readonly List<Subscription> _subscriptions = [];
    private long _sendingSince;
    private int _closing;

    internal LiveConnection(WebSocket socket, TimeProvider time, CancellationToken ended)
    {
        (_socket, _time, Ended) = (socket, time, ended);
        Reader = new FrameReader(socket, time);
        Allowance = new Allowance(time);
        OpenedAt = time.GetTimestamp();
    }

    /// <summary>Its own, for as long as it is open.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Cancelled when it is over.</summary>
    internal CancellationToken Ended { get; }

    internal FrameReader Reader { get; }

    internal Allowance Allowance { get; }

    /// <summary>Whose it is; null until they have signed in.</summary>
    internal EventViewer? Viewer { get; private set; }

    internal LiveSession? Session { get; private set; }

    internal long OpenedAt { get; }

    /// <summary>When the message began to be sent that still is; 0: none.</summary>
    internal long SendingSince => Volatile.Read(ref _sendingSince);

    /// <summary>When it began to say goodbye; 0: it did not.</summary>
    internal long ClosingSince { get; private set; }

    /// <summary>Sends one envelope, after those before it. False: the client is gone.</summary>
    internal async ValueTask<bool> Send(ReadOnlyMemory<byte> frame)
    {
        try
        {
            await _sending.WaitAsync(Ended);
            try
            {
                Volatile.Write(ref _sendingSince, _time.GetTimestamp());
                // Without a token it goes the short way; who does not read is aborted by the round of LiveSockets.
                await _socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
                LiveMetrics.Out();
                return true;
            }
            finally
            {
                Volatile.Write(ref _sendingSince, 0);
                _sending.Release();
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return false;
        }
    }

    /// <summary>Says goodbye; the client's own goodbye, or five seconds, end it.</summary>
    internal async Task Close(LiveClose why)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return;
        }

        ClosingSince = _time.GetTimestamp();
        try
        {
            await _sending.WaitAsync(Ended);
            try
            {
                await _socket.CloseOutputAsync((WebSocketCloseStatus)why.Code, why.Reason, CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // It did not wait for the goodbye.
        }
    }

    /// <summary>Answers the client's goodbye.</summary>
    internal Task Goodbye() => Close(new LiveClose(1000, "", ""));

    /// <summary>Keeps a subscription, in the place of an earlier one of its topic. False: there are too many.</summary>
    internal bool Keep(Subscription subscription, int most)
    {
        lock (_subscriptions)
        {
            Drop(subscription.Topic.Text);
            if (_subscriptions.Count >= most)
            {
                subscription.Dispose();
                return false;
            }

            _subscriptions.Add(subscription);
            return true;
        }
    }

    /// <summary>Ends the subscription to a topic; false: there is none.</summary>
    internal bool Drop(string topic)
    {
        lock (_subscriptions)
        {
            return _subscriptions.Find(one => one.Topic.Text == topic) is { } subscription && Forget(subscription);
        }
    }

    /// <summary>Forgets a subscription that has ended.</summary>
    internal bool Forget(Subscription subscription)
    {
        lock (_subscriptions)
        {
            subscription.Dispose();
            return _subscriptions.Remove(subscription);
        }
    }

    /// <summary>Whether it is subscribed to a topic.</summary>
    internal bool Follows(string topic)
    {
        lock (_subscriptions)
        {
            return _subscriptions.Exists(one => one.Topic.Text == topic);
        }
    }

    internal void Abort() => _socket.Abort();

    /// <summary>From here on it is theirs, until the session ends.</summary>
    internal void SignIn(EventViewer viewer, LiveSession session)
    {
        _ending.Dispose();
        Session?.Dispose();
        (Viewer, Session) = (viewer, session);
        _ending = session.Ended.Register(() => _ = Close(session.Why is LiveEnd.TokenExpired ? LiveClose.TokenExpired : LiveClose.RightsWithdrawn));
    }

    /// <summary>What a socket throws when the other side, or this one, has gone.</summary>
    internal static bool IsGone(Exception failure) =>
        failure is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or ConnectionAbortedException or InvalidOperationException;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_subscriptions)
        {
            _subscriptions.ForEach(subscription => subscription.Dispose());
        }

        _ending.Dispose();
        Session?.Dispose();
        Reader.Dispose();
        _socket.Dispose();
    }
}
