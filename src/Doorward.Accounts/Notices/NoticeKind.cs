using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Notices;

/// <summary>
/// A kind of notice, registered by the module that owns it. Its words are templates in the folder <c>Words</c> beside <paramref name="Owner"/>,
/// a folder a language: <c>Words/en/booking_confirmed.html</c> and <c>.txt</c>. That every one is there and asks for no fact that
/// <paramref name="Example"/> lacks is checked when the program starts.
/// </summary>
/// <param name="Name">snake_case, stable: it is stored, and people choose by it.</param>
/// <param name="Meaning">When it is made, in a sentence.</param>
/// <param name="Owner">A type in the folder that holds its words.</param>
/// <param name="Example">Facts as its notices have them; the previews show them.</param>
public sealed record NoticeKind(string Name, string Meaning, Type Owner, object Example)
{
    /// <summary>The channels it goes out on unless the person wants otherwise.</summary>
    public IReadOnlyList<string> Channels { get; init; } = Channel.All;

    /// <summary>Whether people can turn it off. What somebody asked for themselves, such as a new password, they cannot.</summary>
    public bool CanBeTurnedOff { get; init; } = true;

    /// <summary>Facts that are ids of people, without their <c>_id</c>: the fact <c>agent_id</c> gives templates the name <c>{{agent}}</c>.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Where its templates' <c>{{link}}</c> leads; null for none.</summary>
    public NoticeLink? Link { get; init; }

    /// <summary>
    /// Asked of the database just before each attempt to send: the statement of that .sql file, beside <see cref="Owner"/>, has the facts as $1
    /// (jsonb) and the organization as $2, and answers one text: why nobody needs to be told any more, or null. Null here: what happened stays true.
    /// </summary>
    public string? GoneStatement { get; init; }

    /// <summary>The entry that it puts into, or takes out of, the reader's calendar, made of its facts; null for none.</summary>
    public Func<object, CalendarEntry>? Calendar { get; init; }
}

/// <summary>A link with a secret of <see cref="SignIn.LinkTokens"/>, made whenever the notice is rendered and stored nowhere.</summary>
/// <param name="Fact">The fact that holds the id of the row it opens: <c>invitation_id</c>.</param>
/// <param name="Purpose">As LinkTokens knows it.</param>
/// <param name="Path">Below the public address, with <c>{secret}</c>: <c>/join?token={secret}</c>.</param>
public sealed record NoticeLink(string Fact, string Purpose, string Path);

/// <summary>The ways a notice reaches somebody.</summary>
public static class Channel
{
    public const string Mail = "mail";
    public const string Push = "push";
    public const string Live = "live";
    public const string Inbox = "inbox";

    public static IReadOnlyList<string> All { get; } = [Mail, Push, Live, Inbox];
}

/// <summary>Registers kinds: a line each, in the module that owns them.</summary>
public static class NoticeServices
{
    /// <inheritdoc cref="NoticeServices"/>
    public static IServiceCollection AddNotice(this IServiceCollection services, NoticeKind kind) => services.AddSingleton(kind);
}
