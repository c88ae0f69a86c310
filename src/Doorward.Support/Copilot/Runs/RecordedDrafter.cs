using System.Text.Json;
using Doorward.Support.Copilot.Drafting;
using Doorward.Support.Copilot.Models;

namespace Doorward.Support.Copilot.Runs;

/// <summary>Drafts what was drafted then: the model's raw answers are read again; what was composed without a model is composed again.</summary>
internal sealed class RecordedDrafter(Run run) : IDrafter
{
    private readonly Composer _composer = new();
    private int _attempt;

    public Task<Drafted> Draft(DraftRequest request, CancellationToken cancellation)
    {
        if (_attempt >= run.Attempts.Count)
        {
            throw new NoDraft("not_recorded", "The record holds no further answer.", []);
        }

        var calls = run.Attempts[_attempt++].Calls;
        if (_attempt == run.Attempts.Count && run.Failure is { } code)
        {
            throw new NoDraft(code, run.Decision?.Reason ?? "", calls);
        }

        if (calls.Count == 0)
        {
            return _composer.Draft(request, cancellation);
        }

        var completion = JsonSerializer.Deserialize<Completion>(calls[^1].Raw)!;
        return Task.FromResult(new Drafted(ModelAnswer.Read(completion.Raw, run.Evidence), run.Evidence, calls));
    }
}
