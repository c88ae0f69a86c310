using Doorward.GraphQL.Loading;

namespace Doorward.GraphQL.Bench;

internal sealed record Item(
    int Id, string Name, string Description, double Price, int Quantity, bool IsActive, string Category, string? Color, double? Weight, int Rank);

internal sealed record User(int Id, string Name);

internal sealed record Post(int Id, string Title, int AuthorId);

/// <summary>The same data as data.mjs.</summary>
internal static class Data
{
    public static readonly Item[] Items = [.. Enumerable.Range(0, 20).Select(i => new Item(
        i, $"Item {i}", $"The description of item {i}, which is of some length", i * 1.25, i * 3, i % 2 == 0, $"category {i % 4}",
        i % 5 == 0 ? null : "blue", i % 3 == 0 ? null : i / 2.0, 1000 + i))];

    public static readonly User[] Users = [.. Enumerable.Range(0, 100).Select(i => new User(i, $"User {i}"))];

    public static readonly Post[][] PostsByUser = [.. Enumerable.Range(0, 100).Select(u =>
        Enumerable.Range(0, 5).Select(p => new Post((u * 5) + p, $"Post {p} of user {u}", (u + p) % 100)).ToArray())];
}

internal sealed class PostsOfUser : DataLoader<int, Post[]>
{
    protected override Task Load(LoadBatch<int, Post[]> batch, CancellationToken cancellation)
    {
        foreach (var id in batch.Keys)
        {
            batch.Set(id, Data.PostsByUser[id]);
        }

        return Task.CompletedTask;
    }
}

internal sealed class UserById : DataLoader<int, User>
{
    protected override Task Load(LoadBatch<int, User> batch, CancellationToken cancellation)
    {
        foreach (var id in batch.Keys)
        {
            batch.Set(id, Data.Users[id]);
        }

        return Task.CompletedTask;
    }
}
