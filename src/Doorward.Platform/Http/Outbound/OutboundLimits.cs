namespace Doorward.Platform.Http.Outbound;

/// <summary>How much one call to the outside may take.</summary>
/// <param name="BodyBytes">The largest answer that is read whole; whoever reads an answer as a stream bounds it themselves.</param>
/// <param name="Seconds">From the call to the last byte of an answer that is read whole, or to the head of one that is streamed.</param>
public sealed record OutboundLimits(int BodyBytes = 1024 * 1024, int Seconds = 30);
