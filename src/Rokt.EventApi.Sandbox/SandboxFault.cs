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

    internal int? StatusCode { get; private init; }

    internal string? Body { get; private init; }

    internal IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    internal TimeSpan Wait { get; private init; }

    internal bool DropsBeforeBody { get; private init; }

    internal bool DropsAfterBody { get; private init; }

    /// <summary>Answers with a status, whatever the request.</summary>
    /// <param name="statusCode">The status code.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    /// <param name="retryAfter">The <c>Retry-After</c>, in whole seconds. Default: none.</param>
    /// <param name="body">The body. Default: none.</param>
    /// <param name="headers">Further headers. Default: none.</param>
    public static SandboxFault Status(
        int statusCode, int times = 1, TimeSpan? retryAfter = null, string? body = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        var all = new Dictionary<string, string>(headers ?? new Dictionary<string, string>());
        if (retryAfter is { } wait)
        {
            all["Retry-After"] = ((long)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new SandboxFault(times) { StatusCode = statusCode, Body = body, Headers = all };
    }

    /// <summary>Waits, then answers as usual.</summary>
    /// <param name="delay">How long, by the sandbox's clock.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    public static SandboxFault Delay(TimeSpan delay, int times = 1) => new(times) { Wait = delay };

    /// <summary>Drops the connection without an answer.</summary>
    /// <param name="afterReadingBody">Whether the request is read first, as when an answer is lost. Default: false.</param>
    /// <param name="times">For how many requests. Default: 1.</param>
    public static SandboxFault DropConnection(bool afterReadingBody = false, int times = 1) =>
        new(times) { DropsBeforeBody = !afterReadingBody, DropsAfterBody = afterReadingBody };
}
