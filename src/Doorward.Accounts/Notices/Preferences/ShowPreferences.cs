using Doorward.Accounts.Notices.Rendering;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Notices.Preferences;

internal static class ShowPreferences
{
    private static readonly string LanguageText = Sql.Read(typeof(ShowPreferences).Assembly, "Notices/Preferences/FindLanguage.sql");

    public static void Map(IEndpointRouteBuilder preferences) => preferences
        .MapGet("/", async (Caller caller, NpgsqlDataSource database, NoticeWords words, NoticeSettings settings, CancellationToken cancellation) =>
            TypedResults.Ok(await Of(caller, database, words, settings, cancellation)))
        .RequireCaller()
        .Answers(PreferencesAnswer.Example)
        .WithName("showNoticePreferences")
        .WithSummary("Show what one is told, and where")
        .WithDescription("Every kind of notice on every channel: whether one wants it, and whether that can be chosen.");

    public static async Task<PreferencesAnswer> Of(
        Caller caller, NpgsqlDataSource database, NoticeWords words, NoticeSettings settings, CancellationToken cancellation)
    {
        var chosen = await database.List(
            Sql.Of(typeof(ShowPreferences)), row => (Key: (row.GetString(0), row.GetString(1)), Wanted: row.GetBoolean(2)), cancellation, Reads.Is(caller.PersonId));
        var language = await database.List(LanguageText, row => row.IsDBNull(0) ? null : row.GetString(0), cancellation, Reads.Is(caller.PersonId));
        return PreferencesAnswer.Of(
            words, NoticeWords.LanguageOf(language is [var own] ? own : null, settings.Language).Code, chosen.ToDictionary(one => one.Key, one => one.Wanted));
    }
}
