using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Rokt.EventApi.Page;

/// <summary>Reads what the caller of an API of ours wants, and says what cannot be understood of it; never a value.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the body.</summary>
    /// <returns>The value; or the status of the response, and what is wrong.</returns>
    public static async Task<(T? Value, int StatusCode, string Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/json.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            T? value = await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return value is null ? Malformed(type, "null") : (value, StatusCodes.Status200OK, "");
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode, $"The body must have at most {MaxBytes} bytes.");
        }
        catch (JsonException exception)
        {
            return Malformed(type, exception.Path ?? "$");
        }
    }

    private static (T? Value, int StatusCode, string Problem) Malformed<T>(JsonTypeInfo<T> type, string path)
        where T : class =>
        (null, StatusCodes.Status400BadRequest, $"{path} cannot be understood: the body must be a JSON object with {string.Join(", ", type.Properties.Select(property => property.Name))}.");
}
