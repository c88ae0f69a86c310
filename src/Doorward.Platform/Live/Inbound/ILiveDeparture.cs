namespace Doorward.Platform.Live;

/// <summary>What must know when a connection is over.</summary>
internal interface ILiveDeparture
{
    void Left(LiveConnection connection);
}
