namespace Doorward.Platform.Http;

/// <summary>An exception that is a foreseen no: the edge answers with its refusal instead of a 500.</summary>
public interface IRefused
{
    /// <summary>What to answer.</summary>
    Refusal Refusal { get; }
}
