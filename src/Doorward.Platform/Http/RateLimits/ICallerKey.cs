using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Http;

/// <summary>Says who is calling, for the limit per caller. Register one to replace the default.</summary>
public interface ICallerKey
{
    /// <summary>A stable name of the caller, or null for nobody in particular (then only the address counts). Called once a request, after authentication.</summary>
    string? Of(HttpContext context);
}

/// <summary>The authenticated principal's subject.</summary>
internal sealed class SubjectClaim : ICallerKey
{
    public string? Of(HttpContext context) => context.User.Identity?.IsAuthenticated is true
        ? context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.FindFirstValue("sub")
        : null;
}
