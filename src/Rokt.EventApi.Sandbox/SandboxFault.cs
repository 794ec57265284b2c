using System.Globalization;

namespace Rokt.EventApi.Sandbox;

/// <summary>Something that goes wrong on demand; see <see cref="EventApiSandbox.Arm"/>.</summary>
public sealed class SandboxFault
{
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

    /// <summary>Answers with a status, whatever the request.</summary>
    /// <param name="statusCode">The status code: 200 to 599.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    /// <param name="retryAfter">The <c>Retry-After</c>, in whole seconds, rounded up. Default: none.</param>
    /// <param name="body">The body. Default: none.</param>
    /// <param name="headers">Further headers. Default: none.</param>
    public static SandboxFault Status(
        int statusCode, int times = 1, TimeSpan? retryAfter = null, string? body = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return new SandboxFault(times) { StatusCode = statusCode, RetryAfter = WholeSeconds(retryAfter), Body = body, Headers = headers };
    }

    /// <summary>What a header can say, and is told.</summary>
    internal static TimeSpan? WholeSeconds(TimeSpan? wait) => wait is { } time ? TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)) : null;

    /// <summary>Waits, then answers as usual.</summary>
    /// <param name="delay">How long, by the sandbox's clock.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    public static SandboxFault Delay(TimeSpan delay, int times = 1) => new(times) { Wait = delay };

    /// <summary>The same fault for a share of all requests, chosen at random, until the faults are cleared.</summary>
    /// <param name="share">The share: above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not above 0 and at most 1.</exception>
    public SandboxFault ForShare(double share)
    {
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and at most 1.");
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

    /// <summary>Drops the connection without an answer.</summary>
    /// <param name="afterReadingBody">Whether the request is read first, as when an answer is lost. Default: false.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    public static SandboxFault DropConnection(bool afterReadingBody = false, int times = 1) =>
        new(times) { DropsBeforeBody = !afterReadingBody, DropsAfterBody = afterReadingBody };

    /// <summary>Names the fault, such as <c>503</c> or <c>delay of 2 s</c>.</summary>
    public override string ToString() => this switch
    {
        { StatusCode: { } statusCode, RetryAfter: { } wait } => string.Create(CultureInfo.InvariantCulture, $"{statusCode} with Retry-After {wait.TotalSeconds:0}"),
        { StatusCode: { } statusCode } => statusCode.ToString(CultureInfo.InvariantCulture),
        { DropsBeforeBody: true } => "connection dropped before the body was read",
        { DropsAfterBody: true } => "connection dropped after the body was read",
        _ => string.Create(CultureInfo.InvariantCulture, $"delay of {Wait.TotalSeconds:0.###} s"),
    };
}
