using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Doorward.Platform.Http;

/// <summary>The two query parameters of every list; take it with <c>[AsParameters]</c>.</summary>
public sealed record PageQuery(
    [property: FromQuery(Name = "limit"), Description("How many at most, 1 to 100; 20 when left out."), Range(1, PageQuery.Most)] int? Limit = null,
    [property: FromQuery(Name = "cursor"), Description("next_cursor of the page before; leave it out to begin.")] string? Cursor = null)
{
    public const int Usual = 20;
    public const int Most = 100;

    internal static Refusal LimitInvalid { get; } =
        new("limit_invalid", 400, $"limit must be a whole number from 1 to {Most}. It is {Usual} when left out.");

    /// <summary>How many rows to answer with. Ask the database for one more: it tells whether there is a next page.</summary>
    public int Take => Limit ?? Usual;

    /// <summary>Null when the limit can be used. The cursor is read by the list, which alone knows its sort key.</summary>
    public Refusal? Refusal => Limit is < 1 or > Most ? LimitInvalid : null;

    /// <summary>Where a list in the order of ids goes on; the refusal where the limit or the cursor cannot be used.</summary>
    /// <param name="list">The list's name, which its cursors carry.</param>
    /// <param name="after">The last id of the page before; empty to begin.</param>
    public ProblemHttpResult? Begin(string list, out Guid after)
    {
        after = Guid.Empty;
        return Refusal?.AsProblem() ?? (Cursor is null || Http.Cursor.TryRead(list, Cursor, out after) ? null : Http.Cursor.Invalid.AsProblem());
    }

    /// <summary>As the other, for a list in the order of times.</summary>
    /// <param name="list">The list's name.</param>
    /// <param name="at">The time of the last row of the page before; long ago to begin.</param>
    /// <param name="after">Its id.</param>
    public ProblemHttpResult? Begin(string list, out DateTimeOffset at, out Guid after)
    {
        (at, after) = (DateTimeOffset.UnixEpoch, Guid.Empty);
        return Refusal?.AsProblem() ?? (Cursor is null || Http.Cursor.TryRead(list, Cursor, out at, out after) ? null : Http.Cursor.Invalid.AsProblem());
    }
}
