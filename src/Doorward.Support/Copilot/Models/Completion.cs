using System.Text.Json;

namespace Doorward.Support.Copilot.Models;

/// <summary>What a model sent back, put together from its stream.</summary>
/// <param name="Raw">The content as it came.</param>
/// <param name="Refusal">Its refusal, where it refused.</param>
/// <param name="Finish">stop, length, tool_calls, content_filter; null: the stream was cut off.</param>
internal sealed record Completion(string Raw, string? Refusal, IReadOnlyList<ToolCall> ToolCalls, string? Finish, int? PromptTokens, int? AnswerTokens);

/// <summary>A tool that the model asks for, with its arguments as it wrote them.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>Puts a completion together from its pieces (OpenAI API, "Chat completion chunk").</summary>
internal sealed class CompletionBuilder
{
    private const int MostCharacters = 200_000;
    private const int MostTools = 16;

    private readonly System.Text.StringBuilder _content = new();
    private readonly System.Text.StringBuilder _refusal = new();
    private readonly SortedDictionary<int, (string Id, string Name, System.Text.StringBuilder Arguments)> _tools = [];
    private string? _finish;
    private int? _prompt;
    private int? _answer;

    /// <summary>Takes a chunk, or a whole completion: the one has <c>delta</c>, the other <c>message</c>.</summary>
    public void Take(JsonElement chunk)
    {
        if (chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            _prompt = Number(usage, "prompt_tokens") ?? _prompt;
            _answer = Number(usage, "completion_tokens") ?? _answer;
        }

        if (!chunk.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return;
        }

        var choice = choices[0];
        _finish = Text(choice, "finish_reason") ?? _finish;
        if (choice.TryGetProperty("delta", out var said) || choice.TryGetProperty("message", out said))
        {
            Append(_content, Text(said, "content"));
            Append(_refusal, Text(said, "refusal"));
            TakeTools(said);
        }
    }

    public Completion Build() => new(
        _content.ToString(), _refusal.Length == 0 ? null : _refusal.ToString(),
        [.. _tools.Values.Select(tool => new ToolCall(tool.Id, tool.Name, tool.Arguments.ToString()))], _finish, _prompt, _answer);

    private void TakeTools(JsonElement said)
    {
        if (!said.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var call in calls.EnumerateArray())
        {
            var index = Number(call, "index") ?? _tools.Count;
            if (!_tools.TryGetValue(index, out var tool))
            {
                if (_tools.Count >= MostTools)
                {
                    throw new JsonException("The model asks for too many tools at once.");
                }

                tool = ("", "", new System.Text.StringBuilder());
            }

            var function = call.TryGetProperty("function", out var given) ? given : default;
            Append(tool.Arguments, Text(function, "arguments"));
            _tools[index] = (Text(call, "id") ?? tool.Id, Text(function, "name") ?? tool.Name, tool.Arguments);
        }
    }

    private static void Append(System.Text.StringBuilder builder, string? text)
    {
        if (builder.Length + (text?.Length ?? 0) > MostCharacters)
        {
            throw new JsonException("The model's answer is endless.");
        }

        builder.Append(text);
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static int? Number(JsonElement of, string name) => of.TryGetProperty(name, out var number) && number.TryGetInt32(out var value) ? value : null;
}
