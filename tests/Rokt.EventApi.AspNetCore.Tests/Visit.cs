using System.Net;
using System.Text.Json;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>What a page responded with.</summary>
internal sealed record Visit(HttpStatusCode Status, string? SetCookie, string? CacheControl, string Body, IReadOnlyList<string> HeaderNames)
{
    /// <summary>The cookie as the browser sends it back; null when none was set, empty when it was deleted.</summary>
    public string? Cookie => SetCookie?.Split(';')[0];

    public ClickContext Click => JsonSerializer.Deserialize<ClickContext>(Body, JsonSerializerOptions.Web)!;

    public static async Task<Visit> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? Assert.Single(cookies, cookie => !cookie.StartsWith(".AspNet", StringComparison.Ordinal)) : null,
        response.Headers.TryGetValues("Cache-Control", out IEnumerable<string>? cache) ? string.Join(", ", cache) : null,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        [.. response.Headers.Select(header => header.Key)]);
}
