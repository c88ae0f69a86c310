namespace Doorward.Support.Evals.Judging;

/// <summary>What is measured, by the names that cases, gates and runs use.</summary>
internal static class Measures
{
    public const string Intent = "intent";
    public const string Category = "category";
    public const string Urgency = "urgency";
    public const string Sentiment = "sentiment";
    public const string Language = "language";
    public const string Routing = "routing";

    /// <summary>Of the messages that can be answered, those that were: what is missing costs a person's time.</summary>
    public const string Answered = "answered";

    /// <summary>Of the messages that a person must see, those that were left to one: what is missing costs the customer's trust.</summary>
    public const string Escalated = "escalated";

    public const string Retrieval = "retrieval";
    public const string Citations = "citations";
    public const string Must = "must";
    public const string MustNot = "must_not";
    public const string Guard = "guard";
    public const string Grounded = "grounded";
    public const string Calibration = "calibration";

    private static readonly string[] OfRouting = [Intent, Category, Urgency, Sentiment, Language, Routing, Answered, Escalated, Retrieval];
    private static readonly string[] OfQuality = [.. OfRouting, Citations, Must, MustNot, Guard, Grounded, Calibration];

    /// <summary>Those of a tier, in the order in which they are told.</summary>
    public static IReadOnlyList<string> Of(string tier) => tier == Tiers.Quality ? OfQuality : OfRouting;
}

/// <summary>How much of the copilot is tried.</summary>
internal static class Tiers
{
    /// <summary>Triage, retrieval and the decision, with answers composed without a model whatever is configured: the same every time, in seconds.</summary>
    public const string Routing = "routing";

    /// <summary>All of it, with the drafter that customers get.</summary>
    public const string Quality = "quality";

    public static readonly string[] All = [Routing, Quality];
}
