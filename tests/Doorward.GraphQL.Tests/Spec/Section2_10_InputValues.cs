using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>2.10 Input Values: every literal, what it evaluates to, and what is none.</summary>
public sealed class Section2_10_InputValues
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-123")]
    [InlineData("9007199254740993123456789")]
    public void Section_2_10_1_Int(string text) => Parser.ParseValue(text).ShouldBeOfType<IntValueNode>().Value.ShouldBe(text);

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData("0x123")]
    [InlineData("123L")]
    [InlineData("1_000")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData("- 1")]
    public void Section_2_10_1_no_Int(string text) => Should.Throw<SyntaxException>(() => Parser.ParseValue(text));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e50")]
    [InlineData("6.0221413e23")]
    [InlineData("-1.5E-3")]
    [InlineData("0.5e+10")]
    [InlineData("-0.0")]
    public void Section_2_10_2_Float(string text) => Parser.ParseValue(text).ShouldBeOfType<FloatValueNode>().Value.ShouldBe(text);

    [Theory]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.23.4")]
    [InlineData("0x1.2p3")]
    [InlineData("1.2f")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("01.5")]
    [InlineData("1.e3")]
    [InlineData("1.5_")]
    public void Section_2_10_2_no_Float(string text) => Should.Throw<SyntaxException>(() => Parser.ParseValue(text));

    [Fact]
    public void Section_2_10_3_Boolean()
    {
        Parser.ParseValue("true").ShouldBeOfType<BooleanValueNode>().Value.ShouldBeTrue();
        Parser.ParseValue("false").ShouldBeOfType<BooleanValueNode>().Value.ShouldBeFalse();
        Parser.ParseValue("True").ShouldBeOfType<EnumValueNode>();
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"simple\"", "simple")]
    [InlineData("\" white space, # and } count \"", " white space, # and } count ")]
    [InlineData("\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t\"", "\" \\ / \b \f \n \r \t")]
    [InlineData("\"\\u000A\"", "\n")]
    [InlineData("\"\\u00e9\\u00E9\"", "éé")]
    [InlineData("\"\\u{1F4A9}\"", "💩")]
    [InlineData("\"\\uD83D\\uDCA9\"", "💩")]
    [InlineData("\"\\u{0}\\u{000041}\\u{10FFFF}\"", "\0A\U0010FFFF")]
    [InlineData("\"💩 é\"", "💩 é")]
    public void Section_2_10_4_String(string text, string value) => String(text).ShouldBe(value);

    [Theory]
    [InlineData("\"\\uDEAD\"")]
    [InlineData("\"\\u{110000}\"")]
    [InlineData("\"\\u{D800}\"")]
    [InlineData("\"\\u{D83D}\\u{DCA9}\"")]
    [InlineData("\"\\uD83D\"")]
    [InlineData("\"\\uD83D\\u0041\"")]
    [InlineData("\"\\uD83Dx\"")]
    [InlineData("\"\\u{}\"")]
    [InlineData("\"\\u{12\"")]
    [InlineData("\"\\u{FFFFFFFFFF}\"")]
    [InlineData("\"\\u12G4\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\'\"")]
    [InlineData("\"open")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\rb\"")]
    public void Section_2_10_4_no_String(string text) => Should.Throw<SyntaxException>(() => Parser.ParseValue(text));

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"\\n\"\"\"", "\\n")]
    [InlineData("\"\"\"a \" \"\" b\"\"\"", "a \" \"\" b")]
    [InlineData("\"\"\"a \\\"\"\" b\"\"\"", "a \"\"\" b")]
    [InlineData("\"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\"", "Hello,\n  World!\n\nYours,\n  GraphQL.")]
    [InlineData("\"\"\"\nThis starts with and ends with an empty line,\nwhich makes it easier to read.\n\"\"\"", "This starts with and ends with an empty line,\nwhich makes it easier to read.")]
    [InlineData("\"\"\"This does not start with or end with any empty lines,\nwhich makes it a little harder to read.\"\"\"", "This does not start with or end with any empty lines,\nwhich makes it a little harder to read.")]
    [InlineData("\"\"\"   first\n  second\n   third\"\"\"", "   first\nsecond\n third")]
    [InlineData("\"\"\"\r\n a\r b\n  c\n\n \t\n\"\"\"", "a\nb\n c")]
    [InlineData("\"\"\"\n  a\n \n  b\n\"\"\"", "a\n\nb")]
    public void Section_2_10_4_block_strings(string text, string value) => String(text).ShouldBe(value);

    [Theory]
    [InlineData("\"\"\"\"")]
    [InlineData("\"\"\"open\"\"")]
    [InlineData("\"\"\" an escaped end \\\"\"\"")]
    public void Section_2_10_4_no_block_string(string text) => Should.Throw<SyntaxException>(() => Parser.ParseValue(text));

    [Fact]
    public void Section_2_10_4_control_characters_are_printed_as_escapes()
    {
        var printed = Printer.Print(Parser.ParseValue("\"\\u0000\\u001F\\u007F\\u009F é 💩\""));
        printed.ShouldBe("\"\\u0000\\u001F\\u007F\\u009F é 💩\"", StringCompareShould.IgnoreCase);
        String(printed).ShouldBe("\0\u001F\u007F\u009F é 💩");
    }

    [Fact]
    public void Section_2_10_5_null() => Parser.ParseValue("null").ShouldBeOfType<NullValueNode>();

    [Theory]
    [InlineData("MOBILE_WEB")]
    [InlineData("on")]
    [InlineData("query")]
    [InlineData("NULL")]
    public void Section_2_10_6_Enum(string text) => Parser.ParseValue(text).ShouldBeOfType<EnumValueNode>().Value.ShouldBe(text);

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[1, 2, 3]", 3)]
    [InlineData("[1 2 3,,]", 3)]
    [InlineData("[[], [1], $a]", 3)]
    public void Section_2_10_7_List(string text, int count) => Parser.ParseValue(text).ShouldBeOfType<ListValueNode>().Values.Count.ShouldBe(count);

    [Fact]
    public void Section_2_10_8_Input_objects()
    {
        Parser.ParseValue("{}").ShouldBeOfType<ObjectValueNode>().Fields.ShouldBeEmpty();
        Parser.ParseValue("{ name: \"Hello world\", score: 1.0, in: { on: $x } }").ShouldBeOfType<ObjectValueNode>()
            .Fields.Select(f => f.Name.Value).ShouldBe(["name", "score", "in"]);
        Should.Throw<SyntaxException>(() => Parser.ParseValue("{ \"name\": 1 }"));
        Should.Throw<SyntaxException>(() => Parser.ParseValue("{ name 1 }"));
    }

    private static string String(string text) => Parser.ParseValue(text).ShouldBeOfType<StringValueNode>().Value;
}
