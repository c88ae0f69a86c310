using Doorward.Support.Copilot.Drafting;
using Doorward.Support.Copilot.Models;

namespace Doorward.Support.Copilot;

/// <summary>Who drafts: the model where one is set, else the composer.</summary>
internal sealed class Drafters(ModelSettings settings, TimeProvider time) : IDisposable
{
    private readonly ChatModel? _model = settings.Url is null ? null : new ChatModel(settings, time);
    private readonly ModelTraits _traits = new();

    /// <summary>Whether drafting takes seconds and costs tokens: with a model. Without one a draft is a matter of milliseconds.</summary>
    public bool HasModel => _model is not null;

    /// <summary>A drafter for one run, whose time begins now.</summary>
    /// <param name="spentToday">The tokens that the organization has spent today.</param>
    public IDrafter For(long spentToday) => _model is null
        ? new Composer()
        : new ModelDrafter(
            _model, _traits, time, time.GetUtcNow().AddSeconds(settings.TimeoutSeconds),
            new TokenPurse(settings.RunTokens, settings.DailyTokens == 0 ? long.MaxValue : settings.DailyTokens - spentToday, settings.AnswerTokens));

    public void Dispose() => _model?.Dispose();
}
