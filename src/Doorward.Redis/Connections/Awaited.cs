namespace Doorward.Redis.Connections;

/// <summary>What waits, in line, for one or several replies. Its caller may have left long ago: the replies are taken all the same, so that the line stays in step.</summary>
internal abstract class Awaited
{
    /// <summary>When it joined the line.</summary>
    public long Since { get; set; }

    /// <summary>How long the server was told to wait before it answers.</summary>
    public TimeSpan Block { get; init; }

    /// <summary>Takes the next reply; true when that was the last.</summary>
    public abstract bool Take(Reply reply);

    /// <summary>There will be no more.</summary>
    public abstract void Fail(RedisException why);
}

/// <summary>Waits for one reply. A connection may end while its reply is being given: the first of the two counts.</summary>
internal sealed class AwaitedOne : Awaited
{
    private readonly TaskCompletionSource<Reply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Reply> Task => _reply.Task;

    public override bool Take(Reply reply)
    {
        if (reply.IsError)
        {
            _reply.TrySetException(RedisErrorException.Of(reply.AsText()!));
        }
        else
        {
            _reply.TrySetResult(reply);
        }

        return true;
    }

    public override void Fail(RedisException why) => _reply.TrySetException(why);
}

/// <summary>Waits for several replies; errors among them stay replies.</summary>
internal sealed class AwaitedMany(int count) : Awaited
{
    private readonly Reply[] _replies = new Reply[count];
    private readonly TaskCompletionSource<Reply[]> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public Task<Reply[]> Task => _all.Task;

    public override bool Take(Reply reply)
    {
        _replies[_taken++] = reply;
        if (_taken < _replies.Length)
        {
            return false;
        }

        _all.TrySetResult(_replies);
        return true;
    }

    public override void Fail(RedisException why) => _all.TrySetException(why);
}
