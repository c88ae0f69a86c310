using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Doorward.Platform.Http;

/// <summary>
/// <c>{id:guid}</c> in a route: the hyphenated form of RFC 9562 section 4 and no other. The framework's own takes five forms, so one thing would
/// have five addresses; bodies take only this one too.
/// </summary>
internal sealed class UuidConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value)
        // the length too: TryParseExact passes over blanks around it
        && (value is Guid || (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: 36 } text && Guid.TryParseExact(text, "D", out _)));
}
