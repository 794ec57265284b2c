using System.Net;
using Rokt.EventApi.Sandbox.Faults;

namespace Rokt.EventApi.Sandbox;

/// <summary>Holds the settings of an <see cref="EventApiSandbox"/>.</summary>
public sealed class EventApiSandboxOptions
{
    /// <summary>Gets or sets the key that requests authenticate with. Default: <c>sandbox-key</c>.</summary>
    public string ApiKey { get; set; } = "sandbox-key";

    /// <summary>Gets or sets the secret that requests authenticate with. Default: <c>sandbox-secret</c>.</summary>
    public string ApiSecret { get; set; } = "sandbox-secret";

    /// <summary>
    /// Gets or sets the address to listen on. Default: <see cref="IPAddress.Loopback"/>, this machine only. On any other
    /// address, such as <see cref="IPAddress.Any"/>, the page and the control API require the <see cref="AccessToken"/>.
    /// </summary>
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Gets or sets the port. Default: 0, any free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// Gets or sets whether it listens with TLS, with the development certificate of ASP.NET Core
    /// (<c>dotnet dev-certs https --trust</c> creates it). Default: false.
    /// </summary>
    public bool UseHttps { get; set; }

    /// <summary>
    /// Gets or sets the token that the page and the control API require, of 16 characters or more. Default: null, which is none
    /// on loopback, and a random one on any other address.
    /// </summary>
    public string? AccessToken { get; set; }

    /// <summary>Gets or sets whether what is against the guide is refused with 400, too. Default: false, it is accepted and reported.</summary>
    public bool Strict { get; set; }

    /// <summary>Gets or sets how many requests per second are let through, by a token bucket that holds one second's, before the others get a 429. Default: null for no limit.</summary>
    public double? BatchesPerSecond { get; set; }

    /// <summary>Gets or sets the <c>Retry-After</c> of those 429s, in whole seconds. Default: 1 second; null leaves the header out.</summary>
    public TimeSpan? ThrottleRetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how many requests are kept, as long as they take 16 MiB at most; the oldest go first. Default: 10,000.</summary>
    public int MaxRequestsKept { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets the file to which each request is appended as a line of JSON, with its body and so with personal data, but
    /// without credentials. Default: null, nothing is written to disk.
    /// </summary>
    public string? RecordFile { get; set; }

    /// <summary>Gets or sets the clock of throttle, delays, times of arrival and the page's updates. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        const int LastPort = 65535;
        const int MinTokenLength = 16;
        string? error = this switch
        {
            { Port: < 0 or > LastPort } => $"Port must be 0 to {LastPort}.",
            { MaxRequestsKept: < 1 } => "The number of requests to keep must be 1 or more.",
            { AccessToken.Length: < MinTokenLength } => $"The access token must have {MinTokenLength} characters or more; null takes a random one where one is needed.",
            _ when AccessToken?.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.')) == true =>
                "The access token must be of letters, digits, '-', '_' and '.'.",
            _ when ApiKey.Contains(':', StringComparison.Ordinal) => "The key must not have a colon: basic authentication does not allow it.",
            _ => ThrottleLimits.Problem(BatchesPerSecond, ThrottleRetryAfter),
        };
        if (error is not null)
        {
            throw new ArgumentException(error);
        }
    }
}
