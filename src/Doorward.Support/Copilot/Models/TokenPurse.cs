namespace Doorward.Support.Copilot.Models;

/// <summary>The tokens that a run may still spend: its own limit and what is left of the organization's day.</summary>
internal sealed class TokenPurse(int ofRun, long ofDay, int ofAnswer)
{
    // Where a server does not say what it counted. Letters a token in European languages; rather too few, so that no budget is overrun unnoticed.
    private const int LettersPerToken = 3;

    public int Read { get; private set; }

    public int Written { get; private set; }

    /// <summary>Whether a request of that many characters, and its answer, can be paid.</summary>
    public bool Affords(int characters) => Read + Written + (characters / LettersPerToken) + ofAnswer <= Math.Min(ofRun, ofDay);

    /// <summary>Takes what a completion cost.</summary>
    public (int Read, int Written) Spend(Completion completion, int characters)
    {
        var read = completion.PromptTokens ?? characters / LettersPerToken;
        var written = completion.AnswerTokens ?? (completion.Raw.Length + completion.ToolCalls.Sum(call => call.Arguments.Length)) / LettersPerToken;
        (Read, Written) = (Read + read, Written + written);
        return (read, written);
    }
}
