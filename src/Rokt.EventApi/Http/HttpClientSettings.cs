using System.Reflection;

namespace Rokt.EventApi.Http;

/// <summary>What every request has in common.</summary>
internal static class HttpClientSettings
{
    private static readonly string UserAgent = $"Rokt.EventApi/{Version()}";

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

    // Without the build metadata behind the plus.
    private static string Version() =>
        typeof(HttpClientSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
