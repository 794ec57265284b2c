namespace Rokt.EventApi.Http;

/// <summary>What every request has in common.</summary>
internal static class HttpClientSettings
{
    private const string UserAgent = $"Rokt.EventApi/{SdkVersion.Value}";

    public static void Apply(HttpClient http)
    {
        // The pipeline owns time.
        http.Timeout = Timeout.InfiniteTimeSpan;

        // As text: parsed headers are copied for each request and made text again.
        Set(http, "Accept", "application/json");
        Set(http, "User-Agent", UserAgent);
    }

    private static void Set(HttpClient http, string name, string value)
    {
        http.DefaultRequestHeaders.Remove(name);
        http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
    }
}
