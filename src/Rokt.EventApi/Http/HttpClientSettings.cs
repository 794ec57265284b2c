using System.Net.Http.Headers;
using System.Reflection;

namespace Rokt.EventApi.Http;

/// <summary>What every request has in common.</summary>
internal static class HttpClientSettings
{
    private static readonly ProductInfoHeaderValue UserAgent = new("Rokt.EventApi", Version());

    public static void Apply(HttpClient http)
    {
        // The pipeline owns time.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Accept.Clear();
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        http.DefaultRequestHeaders.UserAgent.Clear();
        http.DefaultRequestHeaders.UserAgent.Add(UserAgent);
    }

    // Without the build metadata behind the plus.
    private static string Version() =>
        typeof(HttpClientSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
