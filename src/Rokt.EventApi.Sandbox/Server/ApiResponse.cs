using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>A response of the Event API, before it is written.</summary>
internal sealed record ApiResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>Gets the <c>Retry-After</c>, sent in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static ApiResponse Empty(int statusCode) => new(statusCode, NoHeaders, ReadOnlyMemory<byte>.Empty);

    public static ApiResponse WithHeader(int statusCode, string name, string value) =>
        new(statusCode, new Dictionary<string, string> { [name] = value }, ReadOnlyMemory<byte>.Empty);

    public static ApiResponse From(SandboxFault fault) =>
        new(fault.StatusCode!.Value, fault.Headers ?? NoHeaders, Encoding.UTF8.GetBytes(fault.Body ?? "")) { RetryAfter = fault.RetryAfter };

    public static ApiResponse TooManyRequests(TimeSpan? retryAfter) =>
        WithHeader(StatusCodes.Status429TooManyRequests, "X-mp-rate-limit-exceeded", "account") with { RetryAfter = retryAfter };

    /// <summary>Creates a response with the API's error body, if there are errors; its messages are HTML-escaped, as the API's are.</summary>
    public static ApiResponse WithErrors(int statusCode, IReadOnlyList<SandboxFinding> errors)
    {
        if (errors.Count == 0)
        {
            return Empty(statusCode);
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            foreach (SandboxFinding finding in errors)
            {
                writer.WriteStartObject();
                writer.WriteString("code", "BAD_REQUEST");
                writer.WriteString("message", WebUtility.HtmlEncode(finding.ToString()));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return WithHeader(statusCode, "Content-Type", "application/json") with { Body = stream.ToArray() };
    }

    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCode;
        foreach ((string name, string value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        response.ContentLength = Body.Length;
        if (!Body.IsEmpty && !HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(Body, cancellationToken).ConfigureAwait(false);
        }
    }
}
