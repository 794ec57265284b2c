using Microsoft.Playwright;

namespace Rokt.EventApi.Sandbox.EndToEnd.Tests;

/// <summary>The machine's own Chromium, one for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        string? path = Paths.FirstOrDefault(File.Exists);
        if (path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox"] });
        }
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public void SkipWithout() =>
        Assert.SkipWhen(_browser is null, "There is no Chromium on this machine (Debian: apt-get install chromium).");

    /// <summary>Opens a page, or skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(Uri address, BrowserNewPageOptions? options = null)
    {
        SkipWithout();
        IPage page = await _browser!.NewPageAsync(options);
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
