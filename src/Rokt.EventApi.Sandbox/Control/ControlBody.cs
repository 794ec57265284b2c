using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>Reads what a caller of the control API wants, and says what cannot be understood of it.</summary>
internal static class ControlBody
{
    private const int MaxBytes = 64 * 1024;

    public static async Task<(T? Value, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problem(StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/json."));
        }

        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MaxBytes;
        try
        {
            T? value = await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return value is null ? (null, Malformed(type, "null")) : (value, null);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Problem(exception.StatusCode, $"The body must have at most {MaxBytes} bytes."));
        }
        catch (JsonException exception)
        {
            return (null, Malformed(type, exception.Path ?? "$"));
        }
    }

    public static ProblemHttpResult Problem(int statusCode, string detail) => TypedResults.Problem(detail, statusCode: statusCode);

    private static ProblemHttpResult Malformed(JsonTypeInfo type, string path) => Problem(
        StatusCodes.Status400BadRequest,
        $"{path} cannot be understood: the body must be a JSON object with {string.Join(", ", type.Properties.Select(property => property.Name))}.");
}
