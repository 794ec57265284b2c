using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The files of the page, and which requests are the page's own; all others are the Event API's.</summary>
internal sealed class PageFiles
{
    public IFileProvider Provider { get; } = new EmbeddedFileProvider(typeof(PageFiles).Assembly, "Rokt.EventApi.Sandbox.Page");

    // A browser asks for the favicon by itself.
    public bool Owns(HttpRequest request) =>
        request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal)
        || ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && (request.Path.Value is "/" or "/favicon.ico" || Provider.GetFileInfo(request.Path.Value ?? "").Exists));
}
