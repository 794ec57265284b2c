using System.Globalization;
using System.Text;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox;

/// <summary>Describes a request that the sandbox received, and its outcome.</summary>
/// <remarks>
/// This is a test tool: headers (the Authorization among them) and body are kept as they came. <see cref="ToString"/> shows neither.
/// A test of code that reads requests can create one.
/// </remarks>
/// <example>
/// <code>
/// var request = new ReceivedRequest { Number = 1, Method = "POST", Path = "/v2/events", StatusCode = 202 };
/// </code>
/// </example>
public sealed class ReceivedRequest
{
    private int _number;
    private IReadOnlyList<SandboxFinding> _findings = [];
    private int _attempt = 1;
    private int? _duplicateOf;

    /// <summary>Gets the request's number: 1 for the first that this sandbox received.</summary>
    public int Number
    {
        get => _number;
        init => _number = value;
    }

    /// <summary>Gets when it arrived, by the sandbox's clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>Gets the path.</summary>
    public string Path { get; init; } = "";

    /// <summary>Gets the pod in the path, such as <c>US1</c> for <c>/us1/v2/events</c>; null when there is none.</summary>
    public string? Pod { get; init; }

    /// <summary>Gets the headers, by name in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the body as it came; empty when the connection was dropped before it was read.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Gets the status of the response; null when the connection was dropped, or the client stopped waiting.</summary>
    public int? StatusCode { get; init; }

    /// <summary>
    /// Gets what was found, the worst first: what the API refuses, what is against the guide, and advice. It is found whether
    /// it decided the response or a fault did; at most 50 of a grade are listed.
    /// </summary>
    public IReadOnlyList<SandboxFinding> Findings
    {
        get => _findings;
        init => _findings = value;
    }

    /// <summary>Gets the findings that break a rule: what is refused or against the guide. A client that works has none.</summary>
    public IReadOnlyList<SandboxFinding> Errors => [.. Findings.Where(finding => finding.Grade != SandboxGrade.Advice)];

    /// <summary>Gets the findings that are advice.</summary>
    public IReadOnlyList<SandboxFinding> Advice => [.. Findings.Where(finding => finding.Grade == SandboxGrade.Advice)];

    /// <summary>
    /// Gets how well the conversion can be matched; in a bulk request, the batch with the lowest score. Null when the body was
    /// not a batch, or was not looked at because of its credentials or address.
    /// </summary>
    public MatchScore? MatchScore { get; init; }

    /// <summary>Gets 1, or more when it repeats, to the byte, a request that was not accepted: a retry.</summary>
    public int Attempt
    {
        get => _attempt;
        init => _attempt = value;
    }

    /// <summary>Gets the number of the first request with the same confirmation reference that was accepted; null when there is none.</summary>
    public int? DuplicateOf
    {
        get => _duplicateOf;
        init => _duplicateOf = value;
    }

    /// <summary>Gets what a list of requests shows of the body.</summary>
    internal BodySummary Summary { get; init; } = BodySummary.Empty;

    /// <summary>Gets the fault that decided the response.</summary>
    internal SandboxFault? Fault { get; init; }

    /// <summary>Gets whether the API took its events, even if the response was lost.</summary>
    internal bool IsTaken { get; init; }

    /// <summary>Gets how long the client was told to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets or sets what a body to the byte the same has as well.</summary>
    internal string? Digest { get; set; }

    /// <summary>Gets or sets how much memory it takes.</summary>
    internal long BytesKept { get; set; }

    /// <summary>Returns number, response, size and count of findings; no personal data.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Request {Number}: {Body.Length} bytes, {(StatusCode is { } status ? $"status {status}" : "connection dropped")}, {Count(SandboxGrade.Refused)} refused, {Count(SandboxGrade.AgainstTheGuide)} against the guide, {Count(SandboxGrade.Advice)} advice");

    internal void SetNumber(int number) => _number = number;

    internal void SetAttempt(int attempt) => _attempt = attempt;

    internal void SetDuplicateOf(int number) => _duplicateOf ??= number;

    internal void AddFindings(IEnumerable<SandboxFinding> findings) => _findings = [.. _findings, .. findings];

    internal int Count(SandboxGrade grade) => Findings.Count(finding => finding.Grade == grade);
}
