using System.Threading.RateLimiting;
using Polly;

namespace Rokt.EventApi.Http;

/// <summary>What <see cref="AdmissionStrategy"/> needs.</summary>
internal sealed class AdmissionOptions : ResilienceStrategyOptions
{
    public AdmissionOptions() => Name = "Admission";

    public required RateLimiter? Limiter { get; init; }

    public required AccountHold Hold { get; init; }

    public required RetryDelays Delays { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Called with the time that an attempt waited to be let through.</summary>
    public required Action<TimeSpan> Waited { get; init; }
}
