using Doorward.Support.Copilot.Wishes;
using NodaTime;

namespace Doorward.Support.Tests.Copilot;

public sealed class WishTests
{
    // A Saturday.
    private static readonly LocalDate Today = new(2026, 11, 21);

    [Theory]
    [InlineData("Could I come on Sunday morning?", "2026-11-22 06:00-12:00")]
    [InlineData("Saturday morning would be good", "2026-11-28 06:00-12:00")]
    [InlineData("this Saturday afternoon?", "2026-11-21 12:00-18:00")]
    [InlineData("next Tuesday after 5pm", "2026-11-24 17:00-24:00")]
    [InlineData("On Tuesday before 11", "2026-11-24 00:00-11:00")]
    [InlineData("terça que vem depois das 17h", "2026-11-24 17:00-24:00")]
    [InlineData("próxima sexta-feira à tarde", "2026-11-27 12:00-18:00")]
    [InlineData("amanhã de manhã", "2026-11-22 06:00-12:00")]
    [InlineData("depois de amanhã às 10h30", "2026-11-23 10:30-11:30")]
    [InlineData("the day after tomorrow at 3", "2026-11-23 15:00-16:00")]
    [InlineData("24 November at 10", "2026-11-24 10:00-11:00")]
    [InlineData("24th of November, 10:30", "2026-11-24 10:30-11:30")]
    [InlineData("November 24 at 10am", "2026-11-24 10:00-11:00")]
    [InlineData("Nov 24 at noon", "2026-11-24 12:00-13:00")]
    [InlineData("24/11 at 2pm", "2026-11-24 14:00-15:00")]
    [InlineData("24/11/2026 14:00", "2026-11-24 14:00-15:00")]
    [InlineData("2026-11-24 between 2 and 4", "2026-11-24 14:00-16:00")]
    [InlineData("24 de novembro entre as 14h e as 16h", "2026-11-24 14:00-16:00")]
    [InlineData("dia 24 por volta das 15h", "2026-11-24 14:00-16:00")]
    [InlineData("on the 24th around 3pm", "2026-11-24 14:00-16:00")]
    [InlineData("3 January in the evening", "2027-01-03 17:00-22:00")]
    [InlineData("tomorrow evening at 7", "2026-11-22 19:00-20:00")]
    [InlineData("tomorrow morning at 7", "2026-11-22 07:00-08:00")]
    [InlineData("tomorrow morning after 10", "2026-11-22 10:00-12:00")]
    [InlineData("tomorrow from 9 to 11am", "2026-11-22 09:00-11:00")]
    [InlineData("tomorrow, 9:00 - 11:00", "2026-11-22 09:00-11:00")]
    [InlineData("in 3 days", "2026-11-24 00:00-24:00")]
    [InlineData("daqui a uma? não: daqui a 2 semanas", "2026-12-05 00:00-24:00")]
    [InlineData("hoje à noite", "2026-11-21 17:00-22:00")]
    [InlineData("Saturday at 10 or 11", "2026-11-28 10:00-11:00")]
    [InlineData("29 February, please", "2028-02-29 00:00-24:00")]
    public void One_wish_is_read(string body, string expected) => Written(body).ShouldBe([expected]);

    [Theory]
    [InlineData("this weekend", "2026-11-21..2026-11-22 00:00-24:00")]
    [InlineData("next weekend in the afternoon", "2026-11-28..2026-11-29 12:00-18:00")]
    [InlineData("no próximo fim de semana", "2026-11-28..2026-11-29 00:00-24:00")]
    [InlineData("sometime next week", "2026-11-23..2026-11-29 00:00-24:00")]
    [InlineData("para a semana que vem, de manhã", "2026-11-23..2026-11-29 06:00-12:00")]
    [InlineData("any time after 6pm works", "2026-11-21..2026-12-05 18:00-24:00")]
    public void Several_days_are_read(string body, string expected) => Written(body).ShouldBe([expected]);

    [Theory]
    [InlineData("Saturday morning or Tuesday after 5pm", "2026-11-28 06:00-12:00", "2026-11-24 17:00-24:00")]
    [InlineData("Saturday morning, or after 5pm on Tuesday", "2026-11-28 06:00-12:00", "2026-11-24 17:00-24:00")]
    [InlineData("segunda ou quarta à tarde", "2026-11-23 00:00-24:00", "2026-11-25 12:00-18:00")]
    [InlineData("Monday at 10am or at 4pm", "2026-11-23 10:00-11:00", "2026-11-23 16:00-17:00")]
    public void Alternatives_are_kept_apart(string body, params string[] expected) => Written(body).ShouldBe(expected);

    [Theory]
    [InlineData("I can't do Saturday but Sunday is fine", "2026-11-22 00:00-24:00")]
    [InlineData("não posso na sexta, mas no domingo sim", "2026-11-22 00:00-24:00")]
    public void A_day_that_is_excluded_is_no_wish(string body, string expected) => Written(body).ShouldBe([expected]);

    [Theory]
    [InlineData("Good morning, is the flat still available?")]
    [InlineData("Boa tarde, o apartamento ainda está livre?")]
    [InlineData("We sat in the sun and may visit; the rent is 950 euros")]
    [InlineData("You are open 24/7, are you not?")]
    [InlineData("mais tarde digo alguma coisa")]
    [InlineData("31/02/2027")]
    [InlineData("The flat at Rua das Flores 12")]
    public void What_names_no_time_is_no_wish(string body) => Written(body).ShouldBeEmpty();

    private static IEnumerable<string> Written(string body) => WishReader.Read(body, Today).Select(wish =>
        (wish.First == wish.Last ? $"{wish.First:uuuu-MM-dd}" : $"{wish.First:uuuu-MM-dd}..{wish.Last:uuuu-MM-dd}")
        + $" {wish.From:HH:mm}-{(wish.Until is { } until ? $"{until:HH:mm}" : "24:00")}");
}
