using System.Globalization;
using Rokt.EventApi.Sandbox.Faults;

namespace Rokt.EventApi.Sandbox;

/// <summary>Describes something that goes wrong on demand; see <see cref="EventApiSandbox.Arm"/>.</summary>
/// <example>
/// The sandbox responds to the next two requests with 503, and after that lets one of ten wait for 2 seconds:
/// <code>
/// sandbox.Arm(SandboxFault.Status(503, times: 2));
/// sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(2), times: 1000).ForShare(0.1));
/// </code>
/// </example>
public sealed class SandboxFault
{
    /// <summary>The longest delay, in seconds.</summary>
    internal const int MaxDelaySeconds = 24 * 60 * 60;

    private SandboxFault(int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        Times = times;
    }

    internal int Times { get; }

    internal double? Share { get; private init; }

    internal int? StatusCode { get; private init; }

    internal string? Body { get; private init; }

    internal IReadOnlyDictionary<string, string>? Headers { get; private init; }

    internal TimeSpan? RetryAfter { get; private init; }

    internal TimeSpan Wait { get; private init; }

    internal bool DropsBeforeBody { get; private init; }

    internal bool DropsAfterBody { get; private init; }

    /// <summary>Responds with a status, whatever the body of the request.</summary>
    /// <param name="statusCode">The status code: 200 to 599.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    /// <param name="retryAfter">The <c>Retry-After</c>, zero or more, in whole seconds, rounded up. Default: none.</param>
    /// <param name="body">The body; 204, 205 and 304 have none. Default: none.</param>
    /// <param name="headers">Further headers, of visible ASCII characters. Default: none.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    public static SandboxFault Status(
        int statusCode, int times = 1, TimeSpan? retryAfter = null, string? body = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        if (ThrottleLimits.Problem(batchesPerSecond: null, retryAfter) is { } problem)
        {
            throw new ArgumentOutOfRangeException(nameof(retryAfter), retryAfter, problem);
        }

        if (!string.IsNullOrEmpty(body) && !HasBody(statusCode))
        {
            throw new ArgumentException($"A response with status {statusCode} has no body.", nameof(body));
        }

        if (headers?.Any(header => header.Key.Length == 0 || !header.Key.All(IsInName) || !header.Value.All(IsInValue)) == true)
        {
            throw new ArgumentException("A header's name must be of letters, digits and hyphens, and its value of ASCII characters without line breaks.", nameof(headers));
        }

        return new SandboxFault(times) { StatusCode = statusCode, RetryAfter = ThrottleLimits.WholeSeconds(retryAfter), Body = body, Headers = headers };
    }

    /// <summary>Waits, then responds as usual.</summary>
    /// <param name="delay">How long, by the sandbox's clock: above zero, at most 24 hours.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> or <paramref name="times"/> is out of its range.</exception>
    public static SandboxFault Delay(TimeSpan delay, int times = 1)
    {
        if (delay <= TimeSpan.Zero || delay > TimeSpan.FromSeconds(MaxDelaySeconds))
        {
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "A delay must be above zero and at most 24 hours.");
        }

        return new SandboxFault(times) { Wait = delay };
    }

    /// <summary>Creates the same fault for a share of all requests, chosen at random, until the faults are cleared.</summary>
    /// <param name="share">The share: above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not above 0 and at most 1.</exception>
    public SandboxFault ForShare(double share)
    {
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share must be above 0 and at most 1.");
        }

        return new SandboxFault(1)
        {
            StatusCode = StatusCode,
            RetryAfter = RetryAfter,
            Body = Body,
            Headers = Headers,
            Wait = Wait,
            DropsBeforeBody = DropsBeforeBody,
            DropsAfterBody = DropsAfterBody,
            Share = share,
        };
    }

    /// <summary>Drops the connection without a response.</summary>
    /// <param name="afterReadingBody">Whether the request is read first, as when a response is lost. Default: false.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    public static SandboxFault DropConnection(bool afterReadingBody = false, int times = 1) =>
        new(times) { DropsBeforeBody = !afterReadingBody, DropsAfterBody = afterReadingBody };

    /// <summary>Returns the fault's name, such as <c>503</c> or <c>delay of 2 s</c>.</summary>
    public override string ToString() => this switch
    {
        { StatusCode: { } statusCode, RetryAfter: { } wait } => string.Create(CultureInfo.InvariantCulture, $"{statusCode} with Retry-After {wait.TotalSeconds:0}"),
        { StatusCode: { } statusCode } => statusCode.ToString(CultureInfo.InvariantCulture),
        { DropsBeforeBody: true } => "connection dropped before the body was read",
        { DropsAfterBody: true } => "connection dropped after the body was read",
        _ => string.Create(CultureInfo.InvariantCulture, $"delay of {Wait.TotalSeconds:0.###} s"),
    };

    /// <summary>Whether HTTP allows a body with a status.</summary>
    internal static bool HasBody(int statusCode) => statusCode is not (204 or 205 or 304);

    private static bool IsInName(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    private static bool IsInValue(char character) => character is >= ' ' and <= '~';
}
