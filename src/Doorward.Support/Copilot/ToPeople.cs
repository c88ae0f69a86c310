using Doorward.Support.Copilot.Runs;

namespace Doorward.Support.Copilot;

/// <summary>A run that comes to nothing but that a person is asked.</summary>
internal static class ToPeople
{
    /// <param name="asked">The message.</param>
    /// <param name="code">Stable: why nothing was drafted.</param>
    /// <param name="says">For people.</param>
    public static Run Because(Asked asked, string code, string says)
    {
        var triaged = Triage.Of(asked.Question.Body, asked.Question.Spoken);
        var decision = Decide.On(new Considered(triaged, Evidence.None, null, null, false, (code, says), asked.Policy));
        return new Run(asked.Question, asked.Policy, triaged, Evidence.None, [], [], decision, code, []);
    }
}
