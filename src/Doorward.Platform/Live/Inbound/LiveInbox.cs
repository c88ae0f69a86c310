using System.Collections.Frozen;
using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Live.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Live.Inbound;

/// <summary>
/// Reads what clients send and hands it to its handler: of a connection one after the other, in the whole process 64 at once. Whatever is wrong
/// with a message is answered with an error, and the connection lives on until that happens too often.
/// </summary>
internal sealed class LiveInbox(
    IEnumerable<LiveMessageType> types, IEnumerable<ILiveDeparture> departures, IHostApplicationLifetime lifetime, ILogger<LiveInbox> log) : IDisposable
{
    public const int AtOnce = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FrozenDictionary<string, LiveMessageType> _types = types.ToFrozenDictionary(type => type.Name);
    private readonly ILiveDeparture[] _departures = [.. departures];
    private readonly SemaphoreSlim _room = new(AtOnce, AtOnce);

    /// <summary>Until the client leaves, or is told to.</summary>
    public async Task Run(LiveConnection connection)
    {
        while (true)
        {
            var (kind, text) = await connection.Reader.Next(connection.Ended);
            if (kind is FrameKind.Closed)
            {
                await connection.Goodbye();
                return;
            }

            if (connection.ClosingSince != 0)
            {
                // It was told goodbye: only its own is waited for.
                continue;
            }

            LiveMetrics.In();
            var allowed = connection.Allowance.Take();
            var refusal = kind switch
            {
                FrameKind.TooLarge or FrameKind.Endless => LiveRefusals.TooLarge,
                _ when !allowed => LiveRefusals.TooMany,
                FrameKind.Binary => LiveRefusals.Binary,
                _ => null,
            };
            if (refusal is null)
            {
                await Handle(connection, text);
            }
            else
            {
                await Refuse(connection, refusal, Envelope.IdIn(text.Span));
            }

            if (kind is FrameKind.Endless)
            {
                await connection.Close(LiveClose.TooLarge);
                return;
            }
        }
    }

    /// <summary>It is over.</summary>
    public void Left(LiveConnection connection)
    {
        foreach (var departure in _departures)
        {
            departure.Left(connection);
        }
    }

    public void Dispose() => _room.Dispose();

    private async ValueTask Handle(LiveConnection connection, ReadOnlyMemory<byte> text)
    {
        using var envelope = Envelope.Read(text);
        if (envelope is null)
        {
            await Refuse(connection, LiveRefusals.Malformed, Envelope.IdIn(text.Span));
            return;
        }

        if (!_types.TryGetValue(envelope.Type, out var type))
        {
            await Refuse(connection, LiveRefusals.UnknownType, envelope.Id);
            return;
        }

        if (connection.Viewer is null && !type.BeforeSignIn)
        {
            await Refuse(connection, LiveRefusals.NotSignedIn, envelope.Id);
            return;
        }

        if (!await _room.WaitAsync(Patience, connection.Ended))
        {
            await Refuse(connection, LiveRefusals.Busy, envelope.Id);
            return;
        }

        LiveAnswer answer;
        try
        {
            answer = await Answer(connection, type, envelope);
        }
        finally
        {
            _room.Release();
        }

        if (answer.Refusal is { } refusal)
        {
            await Refuse(connection, refusal, envelope.Id);
        }
        else
        {
            await connection.Send(LiveFrames.Write(answer.Type, answer.Payload, envelope.Id));
        }

        answer.Afterwards?.Invoke();
    }

    private async ValueTask<LiveAnswer> Answer(LiveConnection connection, LiveMessageType type, Envelope envelope)
    {
        // A socket is told goodbye when the server begins to stop, and is open until its client answers: a handler is not waited for that long.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended, lifetime.ApplicationStopping);
        try
        {
            return await type.Handle(envelope.Payload, connection.Session?.Caller, connection, ended.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return LiveAnswer.Refused(StandardRefusals.Stopping);
        }
        catch (JsonException)
        {
            return LiveAnswer.Refused(LiveRefusals.InvalidPayload);
        }
        catch (Exception refused) when (refused is IRefused)
        {
            return LiveAnswer.Refused(((IRefused)refused).Refusal);
        }
        catch (Exception failure) when (failure is NpgsqlException and not PostgresException or TimeoutException)
        {
            return LiveAnswer.Refused(StandardRefusals.DatabaseUnavailable);
        }
        catch (Exception failure) when (!connection.Ended.IsCancellationRequested)
        {
            log.LogError(failure, "The handler of {Type} failed", type.Name);
            return LiveAnswer.Refused(StandardRefusals.Broken);
        }
    }

    private static async ValueTask Refuse(LiveConnection connection, Refusal refusal, string? id)
    {
        LiveMetrics.Refuse(refusal);
        await connection.Send(LiveFrames.Error(refusal, id));
        if (!connection.Allowance.Forgive())
        {
            await connection.Close(LiveClose.TooMany);
        }
    }
}
