using System.Globalization;
using Doorward.GraphQL;
using Doorward.GraphQL.Bench;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
if (Environment.GetEnvironmentVariable("INLINE_SOCKETS") == "1")
{
    // a documented switch of Kestrel for servers whose handlers never block: no hop to the thread pool for each request
    builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
}

using var schema = new StreamReader(typeof(Data).Assembly.GetManifestResourceStream("schema.graphql")!);
builder.Services.AddGraphQL(schema.ReadToEnd(), graph => graph
    .Query("ping", () => "pong")
    .Query("items", () => Data.Items)
    .Query("users", (int first) => Data.Users.AsSpan(0, first).ToArray())
    .Field("User", "posts", (User user, PostsOfUser posts) => posts.Load(user.Id))
    .Field("Post", "author", (Post post, UserById users) => users.Load(post.AuthorId)));

var constant = "{\"data\":{\"ping\":\"pong\"}}"u8.ToArray();
var app = builder.Build();
app.MapGraphQL();
app.MapPost("/plain", (RequestDelegate)(async http =>
{
    http.Response.ContentLength = constant.Length;
    await http.Response.BodyWriter.WriteAsync(constant, http.RequestAborted);
}));
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
app.Run();
