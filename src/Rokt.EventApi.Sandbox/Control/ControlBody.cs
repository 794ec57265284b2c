using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Rokt.EventApi.Page;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>Reads what a caller of the control API wants, and says what cannot be understood of it.</summary>
internal static class ControlBody
{
    public static async Task<(T? Value, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        (T? value, int statusCode, string problem) = await JsonBody.ReadAsync(request, type).ConfigureAwait(false);
        return value is null ? (null, Problem(statusCode, problem)) : (value, null);
    }

    public static ProblemHttpResult Problem(int statusCode, string detail) => TypedResults.Problem(detail, statusCode: statusCode);
}
