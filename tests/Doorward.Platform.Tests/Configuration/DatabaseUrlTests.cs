using Doorward.Platform.Configuration;
using Npgsql;

namespace Doorward.Platform.Tests.Configuration;

public sealed class DatabaseUrlTests
{
    [Fact]
    public void A_url_gives_all_its_parts()
    {
        var read = Read("postgres://an%40a:p%40ss%2F%3A%3Bword@db.example:6543/door%20ward?sslmode=verify-full&application_name=front&connect_timeout=7");

        (read.Host, read.Port, read.Username, read.Password, read.Database)
            .ShouldBe(("db.example", 6543, "an@a", "p@ss/:;word", "door ward"));
        (read.SslMode, read.ApplicationName, read.Timeout).ShouldBe((SslMode.VerifyFull, "front", 7));
    }

    [Theory]
    [InlineData("postgresql://db", "db", 5432, null)]
    [InlineData("POSTGRES://db/x", "db", 5432, "x")]
    [InlineData("postgres://[::1]:5433/x", "::1", 5433, "x")]
    [InlineData("postgres:///x?host=/var/run/postgresql", "/var/run/postgresql", 5432, "x")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/x", "/var/run/postgresql", 5432, "x")]
    [InlineData("postgresql://a:1,b:2/x", "a:1,b:2", 5432, "x")]
    [InlineData("postgres://user@db:6000?dbname=x&port=6001", "db", 6001, "x")]
    [InlineData("postgres://u:p@ss@db/x", "db", 5432, "x")]
    public void Every_usual_form_is_understood(string url, string host, int port, string? database)
    {
        var read = Read(url);

        (read.Host, read.Port, read.Database).ShouldBe((host, port, database));
    }

    [Theory]
    [InlineData("Host=db;Username=u;Password=p w;Database=x")]
    [InlineData("Server=/run/my socket;User Id=u")]
    public void A_keyword_string_is_taken_as_it_is(string text) => DatabaseUrl.Parse(text).ConnectionString.ShouldBe(text);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("mysql://u:hunter2@db/x")]
    [InlineData("host=db dbname=x password=hunter2")]
    [InlineData("Password=hunter2")]
    [InlineData("Hots=db;Password=hunter2")]
    [InlineData("postgres://u:hunter2@db:port/x")]
    [InlineData("postgres://u:hunter2@db:99999/x")]
    [InlineData("postgres://u:hunter2@/x")]
    [InlineData("postgres://u:hunter2@db/x?sslmode=maybe")]
    [InlineData("postgres://u:hunter2@db/x?hunter2=1")]
    [InlineData("postgres://")]
    [InlineData("")]
    public void Anything_else_is_refused_in_words_without_the_password(string text)
    {
        var (connection, problem) = DatabaseUrl.Parse(text);

        connection.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain("postgres://user:password@host");
        problem.ShouldNotContain("hunter2");
    }

    private static NpgsqlConnectionStringBuilder Read(string url)
    {
        var (connection, problem) = DatabaseUrl.Parse(url);
        problem.ShouldBeNull();
        return new NpgsqlConnectionStringBuilder(connection);
    }
}
