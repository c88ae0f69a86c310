namespace Doorward.Platform.Http;

/// <summary>What the health routes answer.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Parts">Each part by name: <c>ready</c>, or why not.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Parts);
