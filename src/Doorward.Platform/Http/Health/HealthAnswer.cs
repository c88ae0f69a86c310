using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Doorward.Platform.Http;

/// <summary>What the health routes answer.</summary>
public sealed record HealthAnswer(
    [property: Description("Whether it lives, or is ready.")]
    [property: AllowedValues("live", "ready", "not_ready")] string Status,
    [property: Description("Each part by its name: ready, or a sentence that says why not.")] IReadOnlyDictionary<string, string> Parts);
