using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>The files that the page is made of, from the assembly.</summary>
internal static class PageFiles
{
    public const string Start = "index.html";

    private const string Folder = "Rokt.EventApi.Outbox.Dashboard.Page.";

    private static readonly Assembly Source = typeof(PageFiles).Assembly;

    public static IEnumerable<string> Names => Source.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]);

    public static async Task WriteAsync(HttpContext context, string name)
    {
        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        using Stream file = Source.GetManifestResourceStream(Folder + name)!;
        context.Response.ContentLength = file.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await file.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
