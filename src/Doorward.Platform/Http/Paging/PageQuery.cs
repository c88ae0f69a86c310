using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
}
