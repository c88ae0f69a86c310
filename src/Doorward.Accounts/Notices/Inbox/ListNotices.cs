using System.ComponentModel;
using System.Text.Json;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Notices.Inbox;

/// <summary>A page of one's inbox, the newest first.</summary>
internal sealed record NoticesAnswer(
    [property: Description("The notices, the newest first.")] IReadOnlyList<Notice> Notices,
    [property: Description("How many are unread, on all pages.")] long Unread,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListNotices
{
    private static readonly string NamesText = Sql.Read(typeof(ListNotices).Assembly, "Notices/Delivery/FindNames.sql");
    private static readonly string UnreadText = Sql.Read(typeof(ListNotices).Assembly, "Notices/Inbox/CountUnread.sql"); // CountUnread.sql

    public static void Map(IEndpointRouteBuilder notices) => notices
        .MapGet("/", Handle)
        .RequireCaller()
        .Answers(new NoticesAnswer([Notice.Example], 1, null))
        .WithName("listNotices")
        .WithSummary("Read one's inbox")
        .WithDescription("What one was told in this agency, in one's own language, and what became of each on every channel.");

    private static async Task<Results<Ok<NoticesAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, NoticeWords words, NoticeSettings settings, [AsParameters] PageQuery page, CancellationToken cancellation,
        [Description("true for those only that are unread.")] bool unread = false)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal.AsProblem();
        }

        var before = new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff");
        if (page.Cursor is not null && !Cursor.TryRead("notices", page.Cursor, out before))
        {
            return Cursor.Invalid.AsProblem();
        }

        var rows = (await database.List(
            Sql.Of(typeof(ListNotices)), Row.Read, cancellation,
            Reads.Is(caller.PersonId), Reads.Is(caller.OrganizationId), Reads.Is(before), Reads.Is(unread), Reads.Is(page.Take + 1)));
        var (shown, next) = Page.Of(rows, page.Take, row => Cursor.Of("notices", row.Id));
        var count = await database.List(UnreadText, row => row.GetInt64(0), cancellation, Reads.Is(caller.PersonId), Reads.Is(caller.OrganizationId));
        return TypedResults.Ok(new NoticesAnswer(await Render(shown, database, words, settings, cancellation), count[0], next));
    }

    private static async Task<IReadOnlyList<Notice>> Render(
        IReadOnlyList<Row> rows, NpgsqlDataSource database, NoticeWords words, NoticeSettings settings, CancellationToken cancellation)
    {
        // A kind of a newer or an older program has no words here; it is left out rather than shown wrongly.
        var known = rows.Where(row => words.Find(row.Kind) is not null).ToList();
        var ids = known.SelectMany(row => Facts.PeopleIn(words.Find(row.Kind)!, row.Facts)).Distinct().ToArray();
        var names = (ids.Length == 0 ? [] : await database.List(NamesText, row => (Id: row.GetGuid(0), Name: row.GetString(1)), cancellation, Reads.Is(ids)))
            .ToDictionary(name => name.Id, name => name.Name);
        return [.. known.Select(row =>
        {
            var rendered = words.Render(new NoticeToRender(
                row.Kind, NoticeWords.LanguageOf(row.Language, settings.Language), row.Facts, names, row.Recipient, row.Organization ?? "Doorward",
                settings.PublicUrl.ToString(), Link: settings.PublicUrl.ToString()));
            return new Notice(row.Id, row.Kind, rendered.Subject, rendered.Short, row.CreatedAt, row.ReadAt, row.Deliveries);
        })];
    }

    private sealed record Row(
        Guid Id, string Kind, JsonElement Facts, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt, IReadOnlyList<DeliveryAnswer> Deliveries,
        string Recipient, string? Language, string? Organization)
    {
        public static Row Read(NpgsqlDataReader row) => new(
            row.GetGuid(0), row.GetString(1), JsonElement.Parse(row.GetString(2)), row.GetFieldValue<DateTimeOffset>(3),
            row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
            JsonSerializer.Deserialize<IReadOnlyList<DeliveryAnswer>>(row.GetString(5), DoorwardJson.Options)!,
            row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8));
    }
}
