namespace Doorward.Tests.CommandLine;

/// <summary>doorward notices: what people are told, without a database.</summary>
public sealed class NoticeTests
{
    private static readonly string[] Kinds =
    [
        "booking_cancelled", "booking_confirmed", "draft_escalated", "invitation", "reminder_day", "reminder_hour", "reply_sent", "reset", "slot_cancelled", "welcome",
    ];

    [Fact]
    public async Task List_names_every_kind_when_it_is_made_and_where_it_goes()
    {
        var (code, output, error) = await DoorwardProcess.Run(["notices", "list"]);

        (code, error).ShouldBe((0, ""));
        var lines = output.Trim().Split('\n');
        lines.Select(line => line.Split(' ')[0]).ShouldBe(Kinds);
        lines.ShouldContain("reply_sent           The agency answered; told to the customer. (mail, push, live, inbox)");
        lines.ShouldContain("reset                Somebody asked for a new password. (mail; always)");
    }

    [Theory]
    [InlineData("en", "Sent by Casa Nova with Doorward.")]
    [InlineData("pt", "Enviado por Casa Nova com o Doorward.")]
    public async Task Every_kind_is_shown_as_text(string language, string sentBy)
    {
        foreach (var kind in Kinds)
        {
            var (code, output, error) = await DoorwardProcess.Run(["notices", "preview", kind, "--language", language, "--text"]);

            (code, error).ShouldBe((0, ""), kind);
            var lines = output.Split('\n');
            lines[0].ShouldMatch("^Subject: .*[a-z]", kind);
            lines[1].ShouldMatch("^Short: .*[a-z]", kind);
            output.ShouldContain(kind == "invitation" ? "Ana Costa" : "Maria Alves", customMessage: kind); // who is invited has no name yet
            output.ShouldContain(sentBy, customMessage: kind);
            output.ShouldNotContain("{{", customMessage: kind);
            output.ShouldNotContain("</", customMessage: kind);
        }
    }

    [Fact]
    public async Task Without_being_told_otherwise_it_is_the_page_in_English()
    {
        var (code, output, _) = await DoorwardProcess.Run(["notices", "preview", "reply_sent"]);

        code.ShouldBe(0);
        output.ShouldStartWith("<!DOCTYPE html>\n<html lang=\"en\">");
        output.ShouldContain("Ana Costa has answered your message.");
        output.TrimEnd().ShouldEndWith("</html>");
    }

    [Fact]
    public async Task A_kind_that_is_none_is_refused_with_those_that_there_are()
    {
        var (code, output, error) = await DoorwardProcess.Run(["notices", "preview", "booking", "--text"]);

        (code, output).ShouldBe((1, ""));
        error.Trim().ShouldBe($"There is no kind of notice called booking. There are: {string.Join(", ", Kinds)}.");
    }

    [Fact]
    public async Task A_language_that_is_none_is_refused_with_those_that_there_are()
    {
        var (code, output, error) = await DoorwardProcess.Run(["notices", "preview", "welcome", "--language", "xx"]);

        code.ShouldNotBe(0);
        (output + error).ShouldContain("'en'");
        (output + error).ShouldContain("'pt'");
    }
}
