using Doorward.GraphQL.Relay;

namespace Doorward.GraphQL.Tests;

/// <summary>Relay: connections over keyset cursors, node ids.</summary>
public sealed class RelayTests
{
    private static readonly int[] All = [.. Enumerable.Range(1, 10)];

    [Fact]
    public void Pages_forward()
    {
        var page = Page(3, null, null, null);
        page.Nodes.ShouldBe([1, 2, 3]);
        page.PageInfo.HasNextPage.ShouldBeTrue();
        page.PageInfo.HasPreviousPage.ShouldBeFalse();
        Page(100, page.PageInfo.EndCursor, null, null).Nodes.ShouldBe([4, 5, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public void Pages_backward()
    {
        var page = Page(null, null, 3, null);
        page.Nodes.ShouldBe([8, 9, 10]);
        page.PageInfo.HasPreviousPage.ShouldBeTrue();
        Page(null, null, 2, page.PageInfo.StartCursor).Nodes.ShouldBe([6, 7]);
    }

    [Theory]
    [InlineData(1, null, 1, null)]
    [InlineData(-1, null, null, null)]
    [InlineData(101, null, null, null)]
    [InlineData(1, "nonsense!", null, null)]
    [InlineData(1, "bm9uc2Vuc2U", null, null)]
    public void Refuses_what_contradicts_itself(int? first, string? after, int? last, string? before) =>
        Should.Throw<RefusalException>(() => PageRequest<int>.From(first, after, last, before)).Code.ShouldBe("BAD_USER_INPUT");

    [Fact]
    public void Node_ids_go_there_and_back()
    {
        var id = new NodeId("Visit", "a:b");
        NodeId.TryParse(id.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(id);
        NodeId.TryParse("???", out _).ShouldBeFalse();
        NodeId.TryParse("bm9jb2xvbg", out _).ShouldBeFalse();
    }

    private static Connection<int> Page(int? first, string? after, int? last, string? before)
    {
        var request = PageRequest<int>.From(first, after, last, before);
        var rows = request.IsForward
            ? All.Where(n => !request.HasCursor || n > request.Cursor)
            : All.Reverse().Where(n => !request.HasCursor || n < request.Cursor);
        return request.Page([.. rows.Take(request.Limit)], n => n);
    }
}
