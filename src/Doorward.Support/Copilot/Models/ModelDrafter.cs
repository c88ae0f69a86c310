using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Support.Copilot.Drafting;

namespace Doorward.Support.Copilot.Models;

/// <summary>Drafts with a model: a request, some rounds of tools, a structured answer; all within the run's time and tokens.</summary>
/// <param name="deadline">When the run's time for the model is over.</param>
/// <param name="tokens">What the run, and the organization's day, leave.</param>
internal sealed class ModelDrafter(ChatModel model, ModelTraits traits, TimeProvider time, DateTimeOffset deadline, TokenPurse tokens) : IDrafter
{
    private const int MostRounds = 3;

    public async Task<Drafted> Draft(DraftRequest request, CancellationToken cancellation)
    {
        var calls = new List<ModelCall>();
        var (conversation, evidence) = (ChatPrompt.Open(request), request.Evidence);
        try
        {
            for (var round = 0; ; round++)
            {
                var completion = await Ask(conversation, mayCall: round < MostRounds, calls, cancellation);
                if (completion.ToolCalls.Count == 0)
                {
                    return new Drafted(Read(completion, evidence, calls), evidence, calls);
                }

                if (round == MostRounds)
                {
                    throw new ModelFailure("model_malformed", "The model went on asking for tools.");
                }

                evidence = await ModelTools.Run(completion, conversation, request, evidence, cancellation);
            }
        }
        catch (ModelFailure failure)
        {
            throw new NoDraft(failure.Code, failure.Message, calls);
        }
    }

    private async Task<Completion> Ask(JsonArray conversation, bool mayCall, List<ModelCall> calls, CancellationToken cancellation)
    {
        var prompt = ChatPrompt.Request(model.Settings, conversation, mayCall, traits.TakesSchemas);
        if (!tokens.Affords(prompt.Length))
        {
            throw new ModelFailure("over_budget", "The tokens of this run, or of the agency's day, are spent.");
        }

        var began = time.GetTimestamp();
        try
        {
            var completion = await model.Complete(prompt, deadline - time.GetUtcNow(), cancellation);
            var (read, written) = tokens.Spend(completion, prompt.Length);
            calls.Add(new ModelCall(model.Settings.Name, prompt, JsonSerializer.Serialize(completion), Outcome(completion), read, written, time.GetElapsedTime(began).TotalMilliseconds));
            return completion;
        }
        catch (ModelFailure failure)
        {
            calls.Add(new ModelCall(model.Settings.Name, prompt, "", failure.Code, 0, 0, time.GetElapsedTime(began).TotalMilliseconds));
            if (failure.Status is 400 or 422 && traits.TakesSchemas)
            {
                // Not every server knows json_schema; this one is asked with json_object from now on, and what comes back is checked all the same.
                traits.TakesSchemas = false;
                return await Ask(conversation, mayCall, calls, cancellation);
            }

            throw;
        }
    }

    private static Answer Read(Completion completion, Evidence evidence, List<ModelCall> calls)
    {
        if (completion.Refusal is { } || completion.Finish is "content_filter")
        {
            throw new ModelFailure("model_refused", "The model refused to answer.");
        }

        try
        {
            return ModelAnswer.Read(completion.Raw, evidence);
        }
        catch (JsonException)
        {
            calls[^1] = calls[^1] with { Outcome = "malformed" };
            throw new ModelFailure("model_malformed", "The model did not answer in the form that was asked of it.");
        }
    }

    private static string Outcome(Completion completion) =>
        completion.Refusal is not null ? "refused" : completion.ToolCalls.Count > 0 ? "tool_calls" : "answered";
}

/// <summary>What this node has learnt of the model's API.</summary>
internal sealed class ModelTraits
{
    /// <summary>Whether it takes response_format json_schema.</summary>
    public bool TakesSchemas { get; set; } = true;
}
