using System.ComponentModel;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>The rate limit.</summary>
internal sealed record ThrottleSettings(
    [property: Description("How many requests a second are let through, by a token bucket that holds one second's; null: no limit.")] double? BatchesPerSecond = null,
    [property: Description("The Retry-After of the 429s, in whole seconds; null: none.")] int? RetryAfterSeconds = null);
