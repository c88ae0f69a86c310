using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.GraphQL.Loading;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>
/// The world of <see cref="World"/> once more, for the schema "pets", as a program would have it: classes with properties, resolvers
/// with typed parameters, records for input objects, enums, a loader. oracle.mjs makes the same values when asked for "typed".
/// </summary>
public sealed class TypedWorld
{
    private readonly World hashes = new();

    public int Seed
    {
        get => hashes.Seed;
        set => hashes.Seed = value;
    }

    public bool IsAsync { get; set; }

    // made anew each time, because it depends on the seed
    private Query Root => new(this);

    public GraphDefinition Define()
    {
        return new GraphDefinition()
            .Type<House>("House")
            .Query("dog", () => Root.One("dog", h => new Dog(this, h)))
            .Query("cat", (string id) => Root.One("cat", h => new Cat(this, h)))
            .Query("human", () => Late(Root, "human", h => Maybe(h, true, i => new Human(this, i))))
            .Query("pet", (Size? kind) => Root.One("pet", Pet))
            .Query("pets", (int? first, string? after) => Root.Many("pets", false, i => Maybe(i, false, Pet)))
            .Query("anything", () => Root.Many("anything", false, i => Maybe(i, true, Anything)))
            .Query("node", (string id) => Root.One("node", Being))
            .Query("being", () => Root.One("being", Being))
            .Query("canine", () => Root.One("canine", h => new Dog(this, h)))
            .Query("find", (Choice by) => Root.Many("find", true, i => Maybe(i, true, Being)))
            .Query("echo", (Optional<string?> text, Optional<int?> number, Optional<double?> @float, Optional<bool?> flag, Optional<string[]?> ids, Optional<RoomInput?> room,
                Optional<object?> date, Optional<Size?[]?> sizes) => Late(Root, "echo", h => Text(h, false, Given(
                    ("date", Json(date, World.Canonical)), ("flag", Json(flag, v => v)), ("float", Json(@float, v => v)),
                    ("ids", Json(ids, v => v is null ? null : new JsonArray([.. v.Select(i => (JsonNode)i)]))), ("number", Json(number, v => v)), ("room", Json(room, v => v?.ToJson())),
                    ("sizes", Json(sizes, v => v is null ? null : new JsonArray([.. v.Select(s => (JsonNode?)Name(s))]))), ("text", Json(text, v => v))))))
            .Mutation("rename", (string id, string name) => Late(Root, "rename", h => Maybe(h, true, i => new Human(this, i))))
            .Mutation("adopt", (RoomInput dog) => Root.One("adopt", h => new Dog(this, h)))
            .Mutation("count", () => Root.Number("count"))
            .Subscription("barked", (bool? loud) => Nobody<Dog>())
            .Subscription("ticked", () => Nobody<int?>())
            .Field("Dog", "name", (Dog dog, Optional<bool?> @short) => Named(dog, @short))
            .Field("Cat", "name", (Cat cat, Optional<bool?> @short) => Named(cat, @short))
            .Field("Human", "name", (Human human, Optional<bool?> @short) => Named(human, @short))
            .Field("Dog", "friends", (Dog dog, int? first) => Friends(dog))
            .Field("Cat", "friends", (Cat cat, int? first) => Friends(cat))
            .Field("Human", "friends", (Human human, int? first) => Friends(human))
            .Field("Dog", "knows", (Dog dog, Command command) => dog.Flag("knows"))
            .Field("Dog", "house", (Dog dog, IReadOnlyList<int> at) => dog.One("house", h => new House(this, h)))
            .Field("Human", "favourite", (Human human, Favourites favourites) => favourites.Load(human))
            .Field("House", "rooms", (House house, Size? size, RoomInput? like) => house.Many("rooms", false, i => Maybe(i, true, h => new Room(this, h))))
            .Field("Room", "label", (Room room, string text) => Late(room, "label", h => Text(h, true, Given(("text", (true, text))))));
    }

    internal uint Hash(string text) => hashes.Hash(text);

    internal static bool IsNull(uint h, bool isNonNull) => (isNonNull && h % 19 == 0) || h % 7 == 0;

    internal static T? Maybe<T>(uint h, bool isNonNull, Func<uint, T> make) where T : class => IsNull(h, isNonNull) ? null : make(h);

    internal static string? Text(uint h, bool isNonNull, string arguments = "{}") => Maybe(h, isNonNull, i => $"s{i % 1000}{arguments}");

    private Beast Being(uint h) => (h % 3) switch { 0 => new Cat(this, h), 1 => new Dog(this, h), _ => new Human(this, h) };

    internal Beast Pet(uint h) => h % 2 == 0 ? new Cat(this, h) : new Dog(this, h);

    private Thing Anything(uint h) => (h % 4) switch { 0 => new Cat(this, h), 1 => new Dog(this, h), 2 => new House(this, h), _ => new Human(this, h) };

    private ValueTask<string?> Named(Thing thing, Optional<bool?> @short) => Late(thing, "name", h => Text(h, false, Given(("short", Json(@short, v => v)))));

    private List<Beast?>? Friends(Thing thing) => thing.Many("friends", false, i => Maybe(i, false, Being))?.ToList();

    private async ValueTask<T> Late<T>(Thing thing, string field, Func<uint, T> make)
    {
        if (IsAsync && Hash($"{thing.Hash}/{field}") % 3 == 0)
        {
            await Task.Yield();
        }

        return make(thing.At(field));
    }

    private static async IAsyncEnumerable<T> Nobody<T>()
    {
        await Task.CompletedTask;
        yield break;
    }

    private static (bool, JsonNode?) Json<T>(Optional<T> given, Func<T?, JsonNode?> json) => (given.IsGiven, json(given.Value));

    private static string Given(params (string Name, (bool IsGiven, JsonNode? Value) Argument)[] arguments) =>
        JsonSerializer.Serialize(new JsonObject(arguments.Where(a => a.Argument.IsGiven).Select(a => KeyValuePair.Create(a.Name, a.Argument.Value))), World.Plain);

    internal static string? Name(Size? size) => size?.ToString().ToUpperInvariant();
}

public enum Size
{
    Small,
    Big,
}

public enum Command
{
    Sit,
    Heel,
    Down,
}

public sealed record Choice(Optional<string?> ByName, Optional<string?> ById, Optional<Size?> BySize, Optional<RoomInput?> ByRoom)
{
    public JsonObject ToJson() => RoomInput.Members(("byId", ById.IsGiven, ById.Value), ("byName", ByName.IsGiven, ByName.Value), ("byRoom", ByRoom.IsGiven, ByRoom.Value?.ToJson()),
        ("bySize", BySize.IsGiven, TypedWorld.Name(BySize.Value)));
}

/// <summary>An input object that holds itself; half by its constructor, half by properties.</summary>
public sealed record RoomInput(Size Size, double Depth, Optional<double?> Width)
{
    public Optional<List<string>?> Tags { get; init; }

    public Optional<RoomInput?> Inner { get; init; }

    public Optional<Choice?> Choice { get; init; }

    public JsonObject ToJson() => Members(("choice", Choice.IsGiven, Choice.Value?.ToJson()), ("depth", true, Depth), ("inner", Inner.IsGiven, Inner.Value?.ToJson()),
        ("size", true, TypedWorld.Name(Size)), ("tags", Tags.IsGiven, Tags.Value is null ? null : new JsonArray([.. Tags.Value.Select(t => (JsonNode)t)])), ("width", Width.IsGiven, Width.Value));

    internal static JsonObject Members(params (string Name, bool IsGiven, JsonNode? Value)[] members) =>
        new(members.Where(m => m.IsGiven).Select(m => KeyValuePair.Create(m.Name, m.Value)));
}

/// <summary>Something of the world: its fields depend on its hash and their names, and some of them fail.</summary>
public abstract class Thing(TypedWorld world, uint hash)
{
    internal uint Hash { get; } = hash;

    protected TypedWorld World { get; } = world;

    internal uint At(string field) => World.Hash($"{Hash}/{field}") is var h && h % 23 == 0 ? throw new InvalidOperationException("boom") : h;

    internal T? One<T>(string field, Func<uint, T> make, bool isNonNull = false) where T : class => TypedWorld.Maybe(At(field), isNonNull, make);

    internal T[]? Many<T>(string field, bool isNonNull, Func<uint, T> item)
    {
        var h = At(field);
        return TypedWorld.IsNull(h, isNonNull) ? null : [.. Enumerable.Range(0, (int)(h % 4)).Select(i => item(World.Hash($"{h}[{i}]")))];
    }

    // a number that may not be null has no null to give: it fails, which comes to the same
    internal int Number(string field) => (int)(Present(field) % 1000);

    internal bool Flag(string field) => Present(field) % 2 == 0;

    internal uint Present(string field) => At(field) is var h && TypedWorld.IsNull(h, true) ? throw new InvalidOperationException("none") : h;

    protected T? Value<T>(string field, Func<uint, T> make) where T : struct => At(field) is var h && TypedWorld.IsNull(h, false) ? null : make(h);

    protected string? Text(string field, bool isNonNull) => TypedWorld.Text(At(field), isNonNull);
}

public sealed class Query(TypedWorld world) : Thing(world, world.Hash("root"));

public abstract class Beast(TypedWorld world, uint hash) : Thing(world, hash)
{
    public string? Id => TypedWorld.Maybe(At("id"), true, h => h % 2 == 0 ? $"{h % 1000}" : $"id{h % 1000}");
}

public sealed class Dog(TypedWorld world, uint hash) : Beast(world, hash)
{
    public bool? Barks => Value("barks", h => h % 2 == 0);

    public string? Nickname => Text("nickname", false);

    public Human? Owner => One("owner", h => new Human(World, h), isNonNull: true);

    public int? Volume => Value("volume", h => (int)(h % 1000));
}

public sealed class Cat(TypedWorld world, uint hash) : Beast(world, hash)
{
    public bool Meows => Flag("meows");

    public string? Nickname => Text("nickname", true);

    public double? Volume => Value("volume", h => h % 1000 / 8.0);

    public Human? Owner => One("owner", h => new Human(World, h));

    public IReadOnlyList<int>? Lives => Many("lives", false, h => (int)(h % 1000));
}

public sealed class Human(TypedWorld world, uint hash) : Beast(world, hash)
{
    public IEnumerable<Beast?>? Pets => Many("pets", true, h => TypedWorld.Maybe(h, true, World.Pet));

    public int?[]?[]? Matrix => Many("matrix", false, h => TypedWorld.Maybe(h, true, i => Enumerable.Range(0, (int)(i % 4)).Select(n => Item(World.Hash($"{i}[{n}]"))).ToArray()));

    public int Age => Number("age");

    internal Beast? Favourite() => One("favourite", World.Pet, isNonNull: true);

    private static int? Item(uint h) => TypedWorld.IsNull(h, false) ? null : (int)(h % 1000);
}

public sealed class House(TypedWorld world, uint hash) : Thing(world, hash)
{
    public string? Address => Text("address", true);
}

public sealed class Room(TypedWorld world, uint hash) : Thing(world, hash)
{
    public Size Size => (Size)(Present("size") % 2);

    public List<Room?>? Doors => Many("doors", false, h => TypedWorld.Maybe(h, false, i => new Room(World, i)))?.ToList();
}

/// <summary>Favourite pets by human; one that fails fails alone.</summary>
public sealed class Favourites : DataLoader<Human, Beast?>
{
    protected override async Task Load(LoadBatch<Human, Beast?> batch, CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var human in batch.Keys)
        {
            try
            {
                batch.Set(human, human.Favourite());
            }
            catch (InvalidOperationException boom)
            {
                batch.Fail(human, boom);
            }
        }
    }
}
