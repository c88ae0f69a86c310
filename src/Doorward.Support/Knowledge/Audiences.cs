namespace Doorward.Support.Knowledge;

/// <summary>For whom a document is.</summary>
internal static class Audiences
{
    /// <summary>May be quoted to customers.</summary>
    public const string Public = "public";

    /// <summary>For staff alone; never in an answer.</summary>
    public const string Internal = "internal";
}
