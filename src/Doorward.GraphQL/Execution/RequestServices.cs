using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Execution;

/// <summary>The services of a request. Of an HTTP request its scope is made only when a resolver asks for something: most ask for nothing.</summary>
internal readonly struct RequestServices
{
    private readonly IServiceProvider? services;
    private readonly HttpContext? http;

    public RequestServices(IServiceProvider services) => this.services = services;

    public RequestServices(HttpContext http) => this.http = http;

    public IServiceProvider Provider => services ?? http!.RequestServices;
}
