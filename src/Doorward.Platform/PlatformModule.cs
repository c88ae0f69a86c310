using Doorward.Platform.Postgres;

namespace Doorward.Platform;

/// <summary>What every module stands on.</summary>
public static class PlatformModule
{
    /// <summary>The schemas <c>platform</c> and <c>events</c>.</summary>
    public static Module Module { get; } = new("platform", typeof(PlatformModule).Assembly);
}
