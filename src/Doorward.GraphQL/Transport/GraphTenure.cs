namespace Doorward.GraphQL;

/// <summary>
/// What a WebSocket or an event stream stands on: the rights of whoever opened it, say. It is ended with it, and disposed of when the client leaves.
/// </summary>
/// <param name="why">What the client is told when it has ended.</param>
/// <param name="held">What is to be let go when the connection is over.</param>
/// <param name="ended">Cancelled when the connection must end.</param>
public sealed class GraphTenure(Func<GraphFarewell> why, IDisposable? held, CancellationToken ended) : IDisposable
{
    /// <summary>Cancelled when the connection must end.</summary>
    public CancellationToken Ended => ended;

    /// <summary>What the client is told; asked once it has ended.</summary>
    public GraphFarewell Why => why();

    /// <inheritdoc />
    public void Dispose() => held?.Dispose();
}

/// <summary>The last words to a client whose connection is ended.</summary>
/// <param name="CloseCode">Of a WebSocket (RFC 6455, 7.4): 1001, or 4401 and 4403 as graphql-transport-ws has them.</param>
/// <param name="Reason">The reason that goes with it, at most 123 bytes.</param>
/// <param name="Error">
/// What every open operation ends with, and an event stream too; null where nothing is wrong and the client should simply come back.
/// </param>
public sealed record GraphFarewell(int CloseCode, string Reason, GraphQLError? Error);
