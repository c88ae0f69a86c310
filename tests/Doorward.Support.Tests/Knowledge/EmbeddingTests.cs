using Doorward.Support.Knowledge;
using Doorward.Support.Knowledge.Embeddings;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests.Knowledge;

public sealed class EmbeddingTests : IAsyncLifetime
{
    private static readonly (string, string)[] Shelf =
    [
        ("pets.md", "# Pets\n\nA dog, a cat or another pet is welcome.\n"),
        ("deposits.md", "# Deposits\n\nThe deposit is two months' rent.\n"),
        ("access.md", "# Access\n\nThe lift reaches each floor.\n"),
        ("quiet.md", "---\naudience: internal\n---\n# Puppies\n\nNo puppy above the third floor, but never say so.\n"),
    ];

    private EmbeddingServer _server = null!;
    private Desk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddingServer.Start();
        _desk = await Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_shares_no_word_with_the_question_is_found_by_its_meaning()
    {
        var library = await Stocked();

        var found = await library.Finds("four-legged?");
        found.Passages[0].Title.ShouldBe("Pets");
        found.Passages.ShouldAllBe(passage => passage.Title != "Puppies", "internal passages are for staff");
        (await library.Finds("four-legged?", Audiences.Internal)).Passages.ShouldContain(passage => passage.Title == "Puppies");

        var asked = _server.Asked.First();
        ((string?)asked["model"]).ShouldBe("topics");
        ((string?)asked["encoding_format"]).ShouldBe("float");
        _server.Authorizations.ShouldAllBe(header => header == "Bearer secret");
    }

    [Fact]
    public async Task What_has_its_vector_is_not_sent_again()
    {
        var library = await Stocked();
        var sent = Sent();
        sent.ShouldBe(4);

        await library.Imports([.. Shelf, ("new.md", "The wifi is fast.")]);
        await Embedded(library, 5);
        Sent().ShouldBe(5);
        (await library.Finds("fibre")).Passages[0].Title.ShouldBe("new");
    }

    [Fact]
    public async Task A_large_import_is_sent_in_batches()
    {
        var library = await Library.Open(_desk);
        await library.Imports([.. Enumerable.Range(0, 150).Select(n => ($"{n}.md", $"About pet number {n}."))]);
        await Embedded(library, 150);
        _server.Asked.Max(asked => asked["input"]!.AsArray().Count).ShouldBe(64);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("malformed")]
    [InlineData("short")]
    [InlineData("zero")]
    [InlineData("cut")]
    public async Task Whatever_the_endpoint_does_words_are_found(string mood)
    {
        var library = await Stocked();
        _server.Mood = mood;
        for (var n = 0; n < 5; n++)
        {
            (await library.Finds("How much is the deposit?")).Passages[0].Title.ShouldBe("Deposits");
        }

        // Left alone after three failures in a row, and asked again later.
        var asked = _server.Asked.Count;
        await library.Finds("deposit");
        _server.Asked.Count.ShouldBe(asked);
        _server.Mood = "normal";
        _desk.Clock.Advance(TimeSpan.FromMinutes(1));
        (await library.Finds("four-legged?")).Passages[0].Title.ShouldBe("Pets");
    }

    [Fact]
    public async Task Vectors_of_another_length_are_passed_over()
    {
        var library = await Stocked();
        _server.Dimensions = 7;
        (await library.Finds("deposit")).Passages[0].Title.ShouldBe("Deposits");
        (await library.Finds("four-legged?")).Passages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("500")]
    [InlineData("ragged")]
    public async Task What_could_not_be_made_is_tried_again(string mood)
    {
        _server.Mood = mood;
        var library = await Library.Open(_desk);
        await library.Imports(Shelf);
        (await library.Finds("deposit")).Passages[0].Title.ShouldBe("Deposits");
        (await Eventually.Is(async () => (await library.Rows("SELECT last_error FROM events.jobs WHERE organization_id = $1 AND kind = 'knowledge.embed' AND last_error IS NOT NULL")).Count == 1,
            TimeSpan.FromSeconds(30))).ShouldBeTrue();
        _server.Mood = "normal";
        await Embedded(library, 4);
    }

    [Fact]
    public async Task What_was_imported_before_gets_its_vectors_at_the_next_start()
    {
        await using var without = await Desk.Open(_desk.ConnectionString);
        var library = await Library.Open(without);
        await _desk.DisposeAsync();
        await library.Imports(Shelf);
        _desk = await Open(_desk.ConnectionString);
        await Embedded(library, 4);
    }

    private Task<Desk> Open(string? connectionString = null) => Desk.Open(
        connectionString, services: services => services.AddEmbeddings(new EmbeddingSettings(_server.Url, "topics", "secret")));

    private async Task<Library> Stocked()
    {
        var library = await Library.Open(_desk);
        await library.Imports(Shelf);
        await Embedded(library, 4);
        return library;
    }

    private int Sent() => _server.Asked.Sum(asked => asked["input"]!.AsArray().Count);

    private static async Task Embedded(Library library, int count) => (await Eventually.Is(
        async () => (await library.Rows("SELECT 'x' FROM support.embeddings WHERE organization_id = $1")).Count == count
            && (await library.Rows("SELECT 'x' FROM events.jobs WHERE organization_id = $1 AND kind = 'knowledge.embed'")).Count == 0,
        TimeSpan.FromSeconds(60))).ShouldBeTrue();
}
