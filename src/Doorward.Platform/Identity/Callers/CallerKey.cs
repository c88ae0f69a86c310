using Doorward.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Identity;

/// <summary>The limit per caller counts a person in an organization.</summary>
internal sealed class CallerKey : ICallerKey
{
    public string? Of(HttpContext context) => context.Features.Get<Caller>()?.LimitKey;
}
