using System.Text;

namespace Rokt.EventApi.Sandbox;

/// <summary>A request that the sandbox received, and what became of it.</summary>
/// <remarks>This is a test tool: headers (the Authorization among them) and body are kept as they came. <see cref="ToString"/> shows neither.</remarks>
public sealed class ReceivedRequest
{
    internal ReceivedRequest()
    {
    }

    /// <summary>The request's number: 1 for the first that this sandbox received.</summary>
    public int Number { get; internal set; }

    /// <summary>When it arrived, by the sandbox's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>The headers, by name in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as it came; empty when the connection was dropped before it was read.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>What was answered; null when the connection was dropped.</summary>
    public required int? StatusCode { get; init; }

    /// <summary>What the guide does not allow in it, whether it was refused for that or a fault answered first.</summary>
    public required IReadOnlyList<SandboxFinding> Findings { get; init; }

    /// <summary>Returns number, answer, size and count of findings; no personal data.</summary>
    public override string ToString() => $"Request {Number}: {Body.Length} bytes, answered {StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "by dropping the connection"}, {Findings.Count} finding(s)";
}
