namespace Doorward.Platform.Events.Seals;

/// <summary>What verifying the chain found.</summary>
/// <param name="Broken">The first broken link, as a sentence; null when the chain holds.</param>
/// <param name="Seals">Seals read.</param>
/// <param name="Rows">Rows they cover.</param>
/// <param name="Pruned">Of these, rows that retention removed: their digests still hold the chain together.</param>
/// <param name="Unsealed">Rows after the last seal.</param>
/// <param name="Head">The last hash, in hex. Kept elsewhere, it proves later that the end was not cut off.</param>
public sealed record AuditVerdict(string? Broken, long Seals, long Rows, long Pruned, long Unsealed, string Head);
