using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>Both ways between Doorward and an independent implementation: npm's jose, run by Node.</summary>
public class JoseTests
{
    private static readonly Lazy<Task> Installed = new(() => Run("npm", "ci --no-audit --no-fund", ""));

    [Fact]
    public async Task Tokens_minted_by_jose_are_verified()
    {
        await NeedsNode();
        var minted = JsonNode.Parse(await Run("node", "mint.mjs", ""))!;
        await using var server = await KeyServer.Publishing();
        server.PublishesText(minted["jwks"]!.ToJsonString());
        var desk = server.Desk(("Issuer", "https://jose.example"), ("Secret", (string?)minted["secret"]),
            ("OrganizationClaim", "app.org"), ("TrustedForOrganizations", "demo"));
        // jose signs by the real clock
        desk.Clock.Passes(TimeProvider.System.GetUtcNow() - desk.Clock.GetUtcNow());

        foreach (var algorithm in new[] { "HS256", "RS256", "ES256" })
        {
            var token = (string)minted["tokens"]![algorithm]!;
            var verdict = await desk.Says(token);

            verdict.Refusal?.Code.ShouldBeNull(algorithm);
            verdict.Token!.ShouldSatisfyAllConditions(
                said => said.Subject.ShouldBe("ana"),
                said => said.Email.ShouldBe("ana@example.pt"),
                said => said.EmailVerified.ShouldBeTrue(),
                said => said.Name.ShouldBe("Ana Conceição 🏠"),
                said => said.Organization.ShouldBe("demo"));
        }

        foreach (var algorithm in new[] { "RS256", "ES256" })
        {
            var byPem = Desk.Trusting(("Issuer", "https://jose.example"), ("PublicKey", (string?)minted["pem"]![algorithm]));
            byPem.Clock.Passes(TimeProvider.System.GetUtcNow() - byPem.Clock.GetUtcNow());
            (await byPem.SaysOf((string)minted["tokens"]![algorithm]!)).ShouldBe("verified");
        }
    }

    [Fact]
    public async Task Doorwards_own_tokens_are_verified_by_jose()
    {
        await NeedsNode();
        var key = OwnSigningKey.Create();
        var own = new OwnIssuer(key, TimeProvider.System, OwnSigningKey.Create());
        var token = own.Mint(new("ana", "ana@example.pt", true, "Ana Conceição 🏠", "demo", "owner"), TimeSpan.FromHours(1));

        var question = new JsonObject { ["token"] = token, ["jwks"] = JsonNode.Parse(own.Jwks) };
        var answer = JsonNode.Parse(await Run("node", "verify.mjs", question.ToJsonString()))!;

        ((string?)answer["protectedHeader"]!["kid"]).ShouldBe(key.KeyId);
        ((string?)answer["thumbprints"]![0]).ShouldBe(key.KeyId);
        ((string?)answer["payload"]!["name"]).ShouldBe("Ana Conceição 🏠");
        ((string?)answer["payload"]!["organization"]).ShouldBe("demo");
        ((bool?)answer["payload"]!["email_verified"]).ShouldBe(true);
    }

    private static async Task NeedsNode()
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node")));
        // Where the build must be complete, a missing Node is a failure and not a gap.
        Assert.SkipUnless(node || Environment.GetEnvironmentVariable("CI") == "true", "Node is not installed: jose was not asked.");
        await Installed.Value;
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "jose");

    private static async Task<string> Run(string program, string arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var cancellation = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }
}
