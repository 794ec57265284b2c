namespace Rokt.EventApi.Sandbox.Control;

/// <summary>The rate limit.</summary>
/// <param name="BatchesPerSecond">How many requests per second are let through, by a token bucket that holds one second's; null: no limit.</param>
/// <param name="RetryAfterSeconds">The Retry-After of the 429s, in whole seconds; null: none.</param>
internal sealed record ThrottleSettings(double? BatchesPerSecond = null, int? RetryAfterSeconds = null);
