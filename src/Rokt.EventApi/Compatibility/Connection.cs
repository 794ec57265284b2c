using System.Diagnostics.CodeAnalysis;

namespace Rokt.EventApi.Compatibility;

/// <summary>What is known of a request's connection, which is nothing here.</summary>
internal static class Connection
{
    [SuppressMessage("Style", "IDE0060", Justification = "As on .NET, where the request knows.")]
    public static bool WasOpenedFor(HttpRequestMessage request) => false;
}
