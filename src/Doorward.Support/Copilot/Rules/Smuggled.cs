using System.Text.RegularExpressions;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>
/// Words that speak to a machine and not to a person. Nothing depends on recognising them in a message: messages and documents are data, and an
/// answer that obeyed would fail the other rules. Recognised, they are not quoted, and people are told.
/// </summary>
internal static partial class Smuggled
{
    public static bool IsIn(string text) => Speaks().IsMatch(Folding.Fold(text)) || Hidden().IsMatch(text);

    public static IEnumerable<Finding> Check(GuardedCase guarded) => guarded.Sentences
        .Where(one => IsIn(one.Sentence.Text) || (one.Sentence.Citation is { } citation && IsIn(citation.Quote)))
        .Select(one => new Finding("injection", "speaks_to_a_machine", one.Number, "It repeats instructions that somebody smuggled in."));

    // What instructions to a model look like, in English and Portuguese, and the marks by which chats are taken apart.
    [GeneratedRegex(@"\b(?:ignore|disregard|forget|override|bypass|esquec[ae]|ignor[ae]|desconsider[ae])\b.{0,40}\b(?:instruc\w+|instruct\w+|prompts?|rules?|guidelines|polic(?:y|ies)|regras|above|previous|prior|anterior(?:es)?|everything|tudo)\b"
        + @"|\b(?:system|developer|hidden|initial|secret) (?:prompt|message|instructions?)\b|\bprompt d[eo] sistema\b|\b(?:developer|debug|god|dan|admin|maintenance|jailbreak) mode\b|\bmodo (?:de )?(?:programador|desenvolvedor|administrador|depuracao)\b"
        + @"|\byou are (?:now|no longer)\b|\b(?:act|behave|pretend|role-?play) as\b|\bagora es\b|\bfinge que\b|\bfaz de conta\b|\bas an? (?:ai|llm|language model|assistant)\b|\b(?:dear|attention|hey|note to|message for|instructions? for) (?:the )?(?:ai|llm|chatbot|bot|assistant|model|copilot)\b"
        + @"|\b(?:reveal|print|repeat|output|leak|translate|encode|mostra|revela|repete)\b.{0,30}\b(?:instructions|prompt|rules|instrucoes|regras|api.?key|chave)\b"
        + @"|\b(?:new|updated|real) (?:instructions?|task|rules?)\b ?:|\bnovas instrucoes\b|\b(?:do not|don't|never) (?:tell|mention|inform|warn)\b.{0,30}\b(?:user|customer|staff|reviewer|agent|human)s?\b"
        + @"|\b(?:mark|set|report|rate)\b.{0,30}\b(?:confidence|courtesy|grounded|verdict)\b|\b(?:approve|send) (?:this|the) (?:draft|reply)\b|\bcall (?:the )?(?:tool|function)\b|\btool_call|\bfunction_call"
        + @"|<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|s|inst)\|?>|\[/?(?:inst|system)\]|^\s*(?:system|assistant|sistema|assistente)\s*:|#{2,} ?(?:system|instruction|end)|-{3,} ?(?:end|begin) of|\bbegin (?:system|admin)\b",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Speaks();

    // Text that people do not see: tag characters, directions, long runs of base64.
    [GeneratedRegex(@"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]|\udb40[\udc00-\udc7f]|[A-Za-z0-9+/]{60,}={0,2}")]
    private static partial Regex Hidden();
}
