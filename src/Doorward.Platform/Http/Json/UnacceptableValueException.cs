using System.Text.Json;

namespace Doorward.Platform.Http;

/// <summary>Thrown by our converters. Its sentence is meant for the caller, unlike any other JsonException's.</summary>
internal sealed class UnacceptableValueException : JsonException
{
    public UnacceptableValueException()
    {
    }

    public UnacceptableValueException(string sentence)
        : base(sentence) => Sentence = sentence;

    public UnacceptableValueException(string sentence, Exception inner)
        : base(sentence, inner) => Sentence = sentence;

    /// <summary>The serializer may append a path to Message, so the sentence is kept apart.</summary>
    public string Sentence { get; } = "has a value that cannot be used.";
}
