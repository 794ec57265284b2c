using System.Text.Json;
using Microsoft.Playwright;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using Rokt.EventApi.Tests.Samples;

namespace Rokt.EventApi.AspNetCore.Tests.Shop;

/// <summary>The shop, the proxy in front of it, and the API behind it.</summary>
internal sealed class Setting(Browser browser, string visitor, DirectoryInfo folder, EventApiSandbox sandbox, SampleProcess shop, Nginx proxy)
    : IAsyncDisposable
{
    public Uri Address => proxy.Address;

    public Uri Api => sandbox.BaseAddress;

    public MatchScore MatchScore => Assert.Single(sandbox.Requests).MatchScore!;

    public static async Task<Setting> StartAsync(Browser browser, string visitor, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
        EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: cancellationToken);
        SampleProcess shop = SampleProcess.Start(
            "AspNetCore",
            "--urls", "http://127.0.0.1:0",
            "--ConnectionStrings:Shop", $"Data Source={Path.Combine(folder.FullName, "shop.db")}",
            "--Rokt:ApiKey", sandbox.ApiKey,
            "--Rokt:ApiSecret", sandbox.ApiSecret,
            "--Rokt:BaseAddress", sandbox.BaseAddress.AbsoluteUri);
        string listening = await shop.ReadUntilAsync("Now listening on: ", cancellationToken);
        var address = new Uri(listening[listening.IndexOf("http", StringComparison.Ordinal)..]);
        Nginx proxy = await Nginx.StartAsync(address, Path.Combine(SampleProcess.Folder("AspNetCore"), "wwwroot"), cancellationToken);
        return new Setting(browser, visitor, folder, sandbox, shop, proxy);
    }

    public Task<IPage> OpenAsync(string path) => browser.OpenAsync(
        new Uri(proxy.Address, path),
        new BrowserNewPageOptions { ExtraHTTPHeaders = [new(Nginx.VisitorHeader, visitor)], ViewportSize = new ViewportSize { Width = 900, Height = 600 } });

    /// <summary>Waits for the conversion of an order, and returns its request's body.</summary>
    public async Task<JsonElement> ConversionAsync(string order, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReceivedRequest> requests = await sandbox.WaitForRequestsAsync(1, cancellationToken);
        ReceivedRequest request = Assert.Single(requests);
        Assert.Contains(order, request.BodyText, StringComparison.Ordinal);
        using JsonDocument body = JsonDocument.Parse(request.BodyText);
        return body.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        shop.Dispose();
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
