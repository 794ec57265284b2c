using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.AspNetCore.Clicks;

internal static class Log
{
    // Not generated: on .NET 8 the generators of the framework and of its newer packages meet.
    private static readonly Action<ILogger, Exception?> AddressOfProxyMessage = LoggerMessage.Define(
        LogLevel.Warning,
        new EventId(300, nameof(AddressOfProxy)),
        "Requests come through a proxy, but the application sees the proxy's address: conversions are sent without the visitor's IP address. Add app.UseForwardedHeaders() before app.UseRoktClickId(), with the proxy in ForwardedHeadersOptions.KnownProxies.");

    public static void AddressOfProxy(ILogger logger) => AddressOfProxyMessage(logger, null);
}
