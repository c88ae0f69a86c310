using System.Diagnostics;
using Doorward.Accounts.SignIn.Pages;
using Doorward.Accounts.SignIn.Passwords;
using Doorward.Platform.Http;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.SignIn;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("short", "too_short")]
    [InlineData("elevenchars", "too_short")]
    [InlineData("1qaz2wsx3edc", "common")]
    [InlineData("MotherFucker", "common")]
    [InlineData("aaaaaaaaaaaaaaa", "common")]
    [InlineData("passwordpassword", "common")]
    [InlineData("abcdefghijklmn", "common")]
    [InlineData("1234567890123", "common")]
    [InlineData("ana@casa-nova.example", "about_you")]
    [InlineData("AnaCosta2026", "about_you")]
    [InlineData("three otters knit quietly", null)]
    [InlineData("Ana Costa sails to Madeira", null)]
    [InlineData("açúcar e canela às seis", null)]
    [InlineData("🏠🏠🌙🏡🏠🌊🏠🌵🏠🏠🎺🏠", null)]
    public void A_password_is_long_and_none_that_others_try_first(string password, string? rule) =>
        PasswordRules.Breaks(password, "ana@casa-nova.example", "Ana Costa").ShouldBe(rule);

    [Fact]
    public void A_password_is_at_most_256_characters() =>
        PasswordRules.Breaks(string.Concat(Enumerable.Range(0, 257).Select(n => (char)('a' + (n * 7 % 26))))).ShouldBe("too_long");

    [Fact]
    public void Every_language_has_the_same_words()
    {
        foreach (var words in Words.All)
        {
            words.Keys.ShouldBe(Words.All[0].Keys, ignoreOrder: true);
            foreach (var key in words.Keys)
            {
                words[key].Count(letter => letter == '{').ShouldBe(Words.All[0][key].Count(letter => letter == '{'), $"{words.Language}: {key}");
            }
        }
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));

        var known = await new Browser(desk).SignIn(ana.Email, "not her password at all");
        var unknown = await new Browser(desk).SignIn("nobody@example.com", "not her password at all");

        (known.Status, unknown.Status).ShouldBe((403, 403));
        Normal(known, ana.Email).ShouldBe(Normal(unknown, "nobody@example.com"));
        Names(known).ShouldBe(Names(unknown));
        known.Session.ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_address_takes_the_work_of_a_known_one()
    {
        using var hashes = new PasswordHashes();
        var hash = await hashes.Of(Staff.UsualPassword, CancellationToken.None);
        (await hashes.Matches(hash, Staff.UsualPassword, CancellationToken.None)).ShouldBeTrue();
        (await hashes.Matches(null, Staff.UsualPassword, CancellationToken.None)).ShouldBeFalse();

        async Task<TimeSpan> Work(string? of)
        {
            // processor time, which other people's builds do not lengthen as they do the clock's
            var begun = Process.GetCurrentProcess().TotalProcessorTime;
            for (var n = 0; n < 5; n++)
            {
                await hashes.Matches(of, "another password", CancellationToken.None);
            }

            return Process.GetCurrentProcess().TotalProcessorTime - begun;
        }

        (await Work(null)).ShouldBeGreaterThan(await Work(hash) / 3, "a stranger is not told apart by being answered at once");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_five_wrong_passwords_each_further_one_waits_longer_whether_or_not_there_is_an_account(bool exists)
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        var email = exists ? ana.Email : "nobody@example.com";
        for (var n = 0; n < 5; n++)
        {
            (await new Browser(desk).SignIn(email, "wrong wrong wrong")).Status.ShouldBe(403);
        }

        var locked = await new Browser(desk).SignIn(email, ana.Password);
        locked.Status.ShouldBe(429, "even with the right password");
        locked.Last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(25, 30);

        desk.Clock.Advance(TimeSpan.FromSeconds(31));
        (await new Browser(desk).SignIn(email, "wrong wrong wrong")).Status.ShouldBe(403);
        var longer = await new Browser(desk).SignIn(email, "wrong wrong wrong");
        longer.Status.ShouldBe(429);
        longer.Last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(55, 60);

        desk.Clock.Advance(TimeSpan.FromSeconds(61));
        (await new Browser(desk).SignIn(email, ana.Password)).Status.ShouldBe(exists ? 303 : 403);
        (await desk.Database.One<long>("SELECT count(*) FROM events.log WHERE type = 'person.locked_out'")).ShouldBe(exists ? 1 : 0);
    }

    [Fact]
    public async Task A_hundred_guesses_at_once_are_a_hundred_and_not_one()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));

        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async n => (await new Browser(desk).SignIn(ana.Email, $"a guess, number {n}")).Status));

        guesses.Count(status => status == 403).ShouldBe(5);
        guesses.Count(status => status == 429).ShouldBe(35);
    }

    [Fact]
    public async Task One_network_address_cannot_go_from_account_to_account()
    {
        await using var desk = await Desk.Open(edges: new EdgeSettings { LimitLoopback = true });
        var statuses = new List<int>();
        for (var n = 0; n < 32; n++)
        {
            statuses.Add((await new Browser(desk).SignIn($"nobody-{n}@example.com", "spring comes early")).Status);
        }

        statuses.Take(30).ShouldAllBe(status => status == 403);
        statuses.Skip(30).ShouldAllBe(status => status == 429);
    }

    private static string Normal(Browser browser, string email) =>
        System.Text.RegularExpressions.Regex.Replace(browser.Page.Replace(email, "EMAIL"), "name=\"form_token\" value=\"[^\"]*\"", "TOKEN");

    private static IEnumerable<string> Names(Browser browser) =>
        browser.Last.Headers.Concat(browser.Last.Content.Headers).Select(header => header.Key).Order();
}
