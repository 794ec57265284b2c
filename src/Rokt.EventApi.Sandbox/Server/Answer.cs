using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>A response in the making.</summary>
internal sealed record Answer(int StatusCode, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>The <c>Retry-After</c>, sent in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static Answer Of(int statusCode) => new(statusCode, NoHeaders, ReadOnlyMemory<byte>.Empty);

    public static Answer Of(SandboxFault fault) =>
        new(fault.StatusCode!.Value, fault.Headers ?? NoHeaders, Encoding.UTF8.GetBytes(fault.Body ?? "")) { RetryAfter = fault.RetryAfter };

    public static Answer TooManyRequests(TimeSpan? retryAfter) =>
        new(429, new Dictionary<string, string> { ["X-mp-rate-limit-exceeded"] = "account" }, ReadOnlyMemory<byte>.Empty) { RetryAfter = retryAfter };

    /// <summary>An answer with the API's error body; its messages are HTML-escaped, as the API's are.</summary>
    public static Answer Errors(int statusCode, IEnumerable<SandboxFinding> findings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            foreach (SandboxFinding finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("code", "BAD_REQUEST");
                writer.WriteString("message", WebUtility.HtmlEncode(finding.ToString()));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new Answer(statusCode, new Dictionary<string, string> { ["Content-Type"] = "application/json" }, stream.ToArray());
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
        if (!Body.IsEmpty)
        {
            await response.Body.WriteAsync(Body, cancellationToken).ConfigureAwait(false);
        }
    }
}
