using System.Globalization;
using System.Text;
using Rokt.EventApi.Sandbox.Judging;

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
    public DateTimeOffset ReceivedAt { get; internal init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; internal init; } = "";

    /// <summary>The path.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The pod in the path, such as <c>US1</c> for <c>/us1/v2/events</c>; null when there is none.</summary>
    public string? Pod { get; internal init; }

    /// <summary>The headers, by name in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The body as it came; empty when the connection was dropped before it was read.</summary>
    public ReadOnlyMemory<byte> Body { get; internal init; }

    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>What was answered; null when the connection was dropped, or the client gave up waiting.</summary>
    public int? StatusCode { get; internal init; }

    /// <summary>What the real API would answer 400 to, whether it was refused for that or a fault answered first.</summary>
    public IReadOnlyList<SandboxFinding> Errors => Judgement.Errors;

    /// <summary>What the real API would accept, but the sender would want to know.</summary>
    public IReadOnlyList<SandboxFinding> Advice { get; internal set; } = [];

    /// <summary>1, or more when it repeats, to the byte, a request that was not accepted: a retry.</summary>
    public int Attempt { get; internal set; } = 1;

    /// <summary>The number of the first request with the same confirmation reference that was accepted; null when there is none.</summary>
    public int? DuplicateOf { get; internal set; }

    internal Judgement Judgement { get; init; } = Judgement.Nothing;

    /// <summary>Which fault decided the answer.</summary>
    internal SandboxFault? Fault { get; init; }

    /// <summary>Whether the API took its events, even if the answer was lost.</summary>
    internal bool IsTaken { get; init; }

    /// <summary>How long the client was told to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Returns number, answer, size and count of errors; no personal data.</summary>
    public override string ToString() =>
        $"Request {Number}: {Body.Length} bytes, answered {StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "by dropping the connection"}, {Errors.Count} error(s)";
}
