using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>What the page gets.</summary>
internal static class Json
{
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type, contentType: null, context.RequestAborted);

    public static Task WriteProblemAsync(HttpContext context, int statusCode, string detail)
    {
        context.Response.StatusCode = statusCode;
        return context.Response.WriteAsJsonAsync(new Problem(detail), DashboardJsonContext.Default.Problem, "application/problem+json", context.RequestAborted);
    }
}
