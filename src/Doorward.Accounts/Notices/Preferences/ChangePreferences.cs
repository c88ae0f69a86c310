using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Notices.Preferences;

/// <summary>A person chooses what they are told, where, and in which language.</summary>
internal sealed record ChangePreferences(Guid PersonId, Guid? OrganizationId, string? Language, IReadOnlyList<Choice> Choices, string? Traceparent);

internal sealed record Choice(
    [property: Description("The kind of notice.")] string Kind,
    [property: Description("How it goes out.")]
    [property: AllowedValues("mail", "push", "live", "inbox")] string Channel,
    [property: Description("Whether one wants it so.")] bool Wanted);

internal sealed record ChangePreferencesRequest(
    [property: Description("The language one wants to be told in; as it was when left out.")] string? Language = null,
    [property: Description("What is to be otherwise than it is; the rest stays.")]
    [property: MaxLength(200)] IReadOnlyList<Choice>? Preferences = null)
{
    public static ChangePreferencesRequest Example { get; } = new("pt", [new Choice("reminder_hour", "push", false)]);
}

internal static class ChangePreferencesEndpoint
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder preferences) => preferences
        .MapPut("/", Handle)
        .RequireCaller()
        .Takes(ChangePreferencesRequest.Example)
        .Answers(PreferencesAnswer.Example)
        .WithName("changeNoticePreferences")
        .WithSummary("Choose what one is told, and where")
        .WithDescription("Kinds that one asked for oneself, such as a new password, cannot be turned off. Answers with what holds from now on.");

    private static async Task<Results<Ok<PreferencesAnswer>, ProblemHttpResult>> Handle(
        ChangePreferencesRequest request, Caller caller, CommandBatcher<ChangePreferences, Outcome<Done>> preferences, NpgsqlDataSource database,
        NoticeWords words, NoticeSettings settings, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var language = errors.OptionalLine("language", request.Language, 10);
        if (language is not null && Language.All.All(one => one.Code != language))
        {
            errors.Add("language", $"must be one of {string.Join(", ", Language.All.Select(one => one.Code))}.");
        }

        var choices = request.Preferences ?? [];
        if (choices.Count > Most)
        {
            errors.Add("preferences", $"must be at most {Most}.");
        }

        for (var at = 0; at < choices.Count && at < Most; at++)
        {
            Check(choices[at], $"preferences.{at}", words, errors);
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        // Of two choices for the same thing the last one counts.
        var chosen = choices.GroupBy(choice => (choice.Kind, choice.Channel)).Select(same => same.Last()).ToList();
        await preferences.Submit(new ChangePreferences(caller.PersonId, caller.OrganizationId, language, chosen, DoorwardTelemetry.Traceparent), cancellation);
        return TypedResults.Ok(await ShowPreferences.Of(caller, database, words, settings, cancellation));
    }

    private static void Check(Choice choice, string field, NoticeWords words, FieldErrors errors)
    {
        if (words.Find(choice.Kind) is not { } kind)
        {
            errors.Add($"{field}.kind", "is no kind of notice.");
        }
        else if (!kind.Channels.Contains(choice.Channel))
        {
            errors.Add($"{field}.channel", "is no channel on which such notices go out.");
        }
        else if (!kind.CanBeTurnedOff && !choice.Wanted)
        {
            errors.Add($"{field}.wanted", "must be true: notices of this kind cannot be turned off.");
        }
    }
}

internal sealed class ChangePreferencesStatement(TimeProvider time) : CommandStatement<ChangePreferences, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ChangePreferences>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangePreferences> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.PersonId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.OrganizationId)
        .Add(commands, NpgsqlDbType.Text, c => c.Language)
        .Add(commands, NpgsqlDbType.Jsonb, c => JsonSerializer.Serialize(c.Choices, DoorwardJson.Options))
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, ChangePreferences command) => new(row.GetString(1), Done.It);

    // One row of the person twice in a statement could be written only once.
    public override (Guid First, Guid Second) Alone(ChangePreferences command) => (command.PersonId, default);
}
