using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Testing;

/// <summary>A node that can be called: in this process (<see cref="Desk"/>) or one of its own (<see cref="DoorwardProcess"/>).</summary>
public interface IFrontDoor
{
    Uri Address { get; }

    HttpMessageInvoker Http { get; }

    /// <summary>For a look behind the counter.</summary>
    NpgsqlDataSource Database { get; }

    OwnIssuer Issuer { get; }

    TimeProvider Clock { get; }
}
