using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Doorward.GraphQL.Tests.Browser.Chromium))]

namespace Doorward.GraphQL.Tests.Browser;

/// <summary>The machine's own Chromium, started by the first test that opens a page and driven over its debugging pipe.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "google-chrome", "chromium-browser"];

    private const float PatienceMilliseconds = 120_000;

    private readonly SemaphoreSlim starting = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>A page in a profile of its own. Skips the test where there is no browser, visibly; on CI there has to be one.</summary>
    public async Task<IPage> Open()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
        {
            Absent();
        }

        await starting.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            browser ??= await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                // as root there is no sandbox; and the browser itself is to ask no host for anything
                Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
            });
        }
        finally
        {
            starting.Release();
        }

        // A page that is slow to come up is no fault: on a busy machine everything takes its time.
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(PatienceMilliseconds);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        starting.Dispose();
    }

    private static void Absent()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException("Chromium is not installed, and on CI it has to be: apt-get install chromium.");
        }

        Assert.Skip("Chromium is not installed: nothing opened in a browser.");
    }
}
