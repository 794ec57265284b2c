namespace Rokt.EventApi.Transport;

/// <summary>The headers in which instrumentation writes what the application keeps with its trace, personal data among it.</summary>
internal static class AmbientHeaders
{
    private static readonly string[] Names = ["baggage", "tracestate", "Correlation-Context", "Request-Id"];

    public static void Remove(HttpRequestMessage request)
    {
        foreach (string name in Names)
        {
            request.Headers.Remove(name);
        }
    }
}
