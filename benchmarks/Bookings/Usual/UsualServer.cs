using Doorward.Platform.Identity.SigningKeys;
using Doorward.Platform.Identity.Tokens;
using Npgsql;

namespace Doorward.Benchmarks.Bookings.Usual;

/// <summary>A small ASP.NET Core server as one would usually write it, tuned as one who knows Npgsql would.</summary>
internal static class UsualServer
{
    // More only make PostgreSQL's processes wait for each other's locks and for the two processors.
    private const int PoolSize = 32;

    public static async Task<int> Run(string address, string connectionString, bool sameWork)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = PoolSize,
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Options = "-c jit=off",
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton(database)
            // The check that Doorward uses, with its memory of tokens: nobody is slower for checking a signature at every call.
            .AddSingleton(await SigningKeys.Load(database, TimeProvider.System, CancellationToken.None))
            .AddTokens(builder.Configuration.GetSection("Issuers"))
            .AddSingleton(new UsualBooking(database, sameWork, TimeProvider.System));

        await using var app = builder.Build();
        app.MapPost("/api/v1/bookings", async (HttpRequest request, UsualRequest asked, TokenVerifier tokens, UsualBooking booking) =>
        {
            var verdict = await tokens.Verify(request.Headers.Authorization.ToString()["Bearer ".Length..]);
            return verdict.IsVerified ? await booking.Book(verdict.Token, asked) : Results.Unauthorized();
        });
        await app.RunAsync();
        return 0;
    }
}
