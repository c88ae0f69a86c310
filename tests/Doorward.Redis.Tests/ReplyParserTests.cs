using System.Buffers;
using System.Text;
using Doorward.Redis.Protocol;

namespace Doorward.Redis.Tests;

public sealed class ReplyParserTests
{
    private const int Limit = 1 << 20;

    [Theory]
    [InlineData("+OK\r\n", "OK")]
    [InlineData("-ERR no\r\n", "!ERR no")]
    [InlineData(":-42\r\n", "-42")]
    [InlineData("$5\r\nhel\r\n\r\n", "hel\r\n")]
    [InlineData("$0\r\n\r\n", "")]
    [InlineData("$-1\r\n", "nil")]
    [InlineData("*-1\r\n", "nil")]
    [InlineData("_\r\n", "nil")]
    [InlineData("#t\r\n", "true")]
    [InlineData(",1.5\r\n", "1.5")]
    [InlineData(",1e3\r\n", "1000")]
    [InlineData(",-inf\r\n", "-∞")]
    [InlineData("(-12345678901234567890\r\n", "-12345678901234567890")]
    [InlineData("=7\r\ntxt:abc\r\n", "abc")]
    [InlineData("!5\r\nERR x\r\n", "!ERR x")]
    [InlineData("*0\r\n", "[]")]
    [InlineData("*2\r\n:1\r\n*1\r\n+a\r\n", "[1,[a]]")]
    [InlineData("~1\r\n:1\r\n", "~[1]")]
    [InlineData("%1\r\n+a\r\n$-1\r\n", "%[a,nil]")]
    [InlineData("|1\r\n+ttl\r\n:1\r\n:7\r\n", "7")]
    [InlineData("*2\r\n|1\r\n+ttl\r\n:1\r\n:7\r\n:8\r\n", "[7,8]")]
    [InlineData(">2\r\n+a\r\n+b\r\n", ">[a,b]")]
    public void Every_kind_is_read_however_it_is_cut(string bytes, string expected)
    {
        var all = Encoding.UTF8.GetBytes(bytes);
        for (var cut = 0; cut < all.Length; cut++)
        {
            Shown(Read(new ReplyParser(Limit), [all[..cut], all[cut..]]).ShouldHaveSingleItem()).ShouldBe(expected);
        }

        Shown(Read(new ReplyParser(Limit), [.. all.Select(b => new[] { b })]).ShouldHaveSingleItem()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("$5\r\nhello!\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData(":1.5\r\n")]
    [InlineData(":\r\n")]
    [InlineData("#x\r\n")]
    [InlineData(",x\r\n")]
    [InlineData("(1a\r\n")]
    [InlineData("%-1\r\n")]
    [InlineData("=2\r\nab\r\n")]
    [InlineData("$?\r\n")]
    [InlineData("\r\n")]
    public void What_is_no_reply_is_refused(string bytes) =>
        Should.Throw<RedisProtocolException>(() => Read(new ReplyParser(Limit), [Encoding.UTF8.GetBytes(bytes)]));

    [Fact]
    public void Claims_are_not_believed_before_their_bytes_come()
    {
        Should.Throw<RedisProtocolException>(() => Read(new ReplyParser(1000), ["$1001\r\n"u8.ToArray()]));
        Should.Throw<RedisProtocolException>(() => Read(new ReplyParser(Limit), ["*9223372036854775807\r\n"u8.ToArray()]));
        Should.Throw<RedisProtocolException>(() => Read(new ReplyParser(Limit), [Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", 100)))]));
        Should.Throw<RedisProtocolException>(() => Read(new ReplyParser(Limit), [new byte[100_000].Select(_ => (byte)'+').ToArray()]));
        Should.Throw<RedisProtocolException>(() => Read(new ReplyParser(1000), ["*1000000\r\n"u8.ToArray(), .. Enumerable.Repeat(":1\r\n"u8.ToArray(), 300)]));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(new ReplyParser(Limit), ["*1000000000\r\n*1000000000\r\n"u8.ToArray()]).ShouldBeEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    /// <summary>DOORWARD_FUZZ makes it longer, DOORWARD_FUZZ_SEED repeats one.</summary>
    [Fact]
    public void Whatever_comes_is_read_as_it_was_written_or_refused()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_FUZZ") ?? "3000");
        var seed = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_FUZZ_SEED") ?? Random.Shared.Next().ToString());
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var replies = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Made(random, 0)).ToList();
            var bytes = replies.SelectMany(reply => Encoding.UTF8.GetBytes(reply.Bytes)).ToArray();

            Read(new ReplyParser(Limit), Cut(random, bytes)).Select(Shown)
                .ShouldBe(replies.Select(reply => reply.Shown), $"seed {seed}, round {round}");

            for (var damage = random.Next(1, 5); damage > 0 && bytes.Length > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)"$*:-+%~>|_#,(!=0123456789\r\n\0ÿ"[random.Next(28)];
            }

            try
            {
                Read(new ReplyParser(Limit), Cut(random, bytes)); // what it makes of it does not matter, only that it ends
            }
            catch (RedisProtocolException)
            {
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToBase64String(bytes)}", wrong);
            }
        }
    }

    private static List<Reply> Read(ReplyParser parser, IEnumerable<byte[]> pieces)
    {
        var replies = new List<Reply>();
        var rest = Array.Empty<byte>();
        foreach (var piece in pieces)
        {
            // what was left lies in a segment of its own, as in a pipe
            var input = Sequence(rest, piece);
            while (parser.TryRead(ref input, out var reply))
            {
                replies.Add(reply);
            }

            rest = input.ToArray();
        }

        return replies;
    }

    private static ReadOnlySequence<byte> Sequence(byte[] first, byte[] second)
    {
        var start = new Segment(first, 0);
        var end = start.Then(second);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private static IEnumerable<byte[]> Cut(Random random, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 20), bytes.Length - at);
            yield return bytes[at..(at + length)];
            at += length;
        }
    }

    private static (string Bytes, string Shown) Made(Random random, int depth)
    {
        switch (random.Next(depth > 4 ? 6 : 10))
        {
            case 0:
                var line = new string((char)random.Next('a', 'z'), random.Next(20));
                return ($"+{line}\r\n", line);
            case 1:
                return ("-ERR it\r\n", "!ERR it");
            case 2:
                var number = random.NextInt64(long.MinValue, long.MaxValue);
                return ($":{number}\r\n", number.ToString());
            case 3:
                return ("_\r\n", "nil");
            case 4:
                return ("#f\r\n", "false");
            case 5:
                var text = string.Concat(Enumerable.Range(0, random.Next(100)).Select(_ => "a\r\n$é"[random.Next(5)]));
                return ($"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n", text);
            default:
                var (type, sign, each) = random.Next(3) switch { 0 => ('*', "", 1), 1 => ('~', "~", 1), _ => ('%', "%", 2) };
                var items = Enumerable.Range(0, random.Next(4) * each).Select(_ => Made(random, depth + 1)).ToList();
                return ($"{type}{items.Count / each}\r\n{string.Concat(items.Select(item => item.Bytes))}", $"{sign}[{string.Join(',', items.Select(item => item.Shown))}]");
        }
    }

    private static string Shown(Reply reply) => reply.Kind switch
    {
        ReplyKind.Nil => "nil",
        ReplyKind.Error => "!" + reply.AsText(),
        ReplyKind.Boolean => reply.AsBoolean() ? "true" : "false",
        ReplyKind.Double => reply.AsDouble().ToString(System.Globalization.CultureInfo.InvariantCulture) is var number && number == "-Infinity" ? "-∞" : number,
        ReplyKind.Array or ReplyKind.Set or ReplyKind.Map or ReplyKind.Push =>
            $"{reply.Kind switch { ReplyKind.Set => "~", ReplyKind.Map => "%", ReplyKind.Push => ">", _ => "" }}[{string.Join(',', reply.Items.Select(Shown))}]",
        _ => reply.AsText()!,
    };

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long at) => (Memory, RunningIndex) = (bytes, at);

        public Segment Then(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
