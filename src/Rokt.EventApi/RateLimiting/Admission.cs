using System.Threading.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.RateLimiting;

/// <summary>Admits an attempt when nothing holds the account back and the rate limiter has a permit; never past the send's time.</summary>
internal sealed class Admission : IDisposable
{
    /// <summary>The share of its time that a send waits for a permit at once: what remains is for the attempt.</summary>
    public const double PatienceShare = 5.0 / 6;

    private readonly AccountHold _hold;
    private readonly RetryDelays _delays;
    private readonly TimeoutScopes _timeouts;
    private readonly TimeProvider _clock;
    private readonly PacedRateLimiter? _own;
    private readonly RateLimiter? _limiter;
    private int _waiting;
    private volatile bool _isDisposed;

    /// <param name="options">The limiter's settings.</param>
    /// <param name="totalTimeout">The time of a send.</param>
    /// <param name="delays">How long a limiter's own wait is honored.</param>
    /// <param name="timeouts">End the wait for a permit.</param>
    /// <param name="clock">The time of every other wait.</param>
    public Admission(EventApiRateLimitOptions options, TimeSpan totalTimeout, RetryDelays delays, TimeoutScopes timeouts, TimeProvider clock)
    {
        _hold = new AccountHold(clock);
        _delays = delays;
        _timeouts = timeouts;
        _clock = clock;
        if (options is { RateLimiter: null, BatchesPerSecond: { } batchesPerSecond })
        {
            AdaptiveRate? adaptive = options.Adaptive ? new AdaptiveRate(batchesPerSecond, clock) : null;
            _own = new PacedRateLimiter(batchesPerSecond, options.Burst, clock, adaptive, totalTimeout * PatienceShare);
        }

        _limiter = options.RateLimiter ?? _own;
    }

    /// <summary>Gets how many attempts wait to be admitted.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Admits an attempt for which the client's own limiter has a permit; null when it may have to wait, or has another limiter.</summary>
    public RateLimitLease? TryEnter()
    {
        ThrowIfDisposed();
        return _hold.Remaining <= TimeSpan.Zero && _own?.AttemptAcquire() is { IsAcquired: true } permit ? permit : null;
    }

    /// <summary>Waits to be admitted, and returns the permit, held until the attempt is over, or why there is none.</summary>
    public async ValueTask<(RateLimitLease? Permit, AttemptResult? Refusal)> EnterAsync(TimeBudget budget, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await WaitAsync(budget, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Records a response, from which limiter and hold learn how fast the account may send.</summary>
    /// <param name="isThrottled">Whether it was a 429.</param>
    /// <param name="percentageUsed">How much of the limit is used, where the server says so.</param>
    /// <param name="wait">How long its <c>Retry-After</c> asks to wait, jitter included.</param>
    public void Record(bool isThrottled, double? percentageUsed, TimeSpan? wait)
    {
        _own?.Record(isThrottled, percentageUsed);
        _hold.Record(isThrottled, wait);
    }

    /// <summary>Returns a permit once its attempt is over; what the application's limiter makes of it does not change how the attempt ended.</summary>
    public void Release(RateLimitLease? permit)
    {
        try
        {
            permit?.Dispose();
        }
        catch (Exception) when (_own is null)
        {
        }
    }

    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(EventApiClient));

    public void Dispose()
    {
        _isDisposed = true;
        _own?.Dispose();
    }

    private async ValueTask<(RateLimitLease? Permit, AttemptResult? Refusal)> WaitAsync(TimeBudget budget, CancellationToken cancellationToken)
    {
        while (true)
        {
            ThrowIfDisposed();
            TimeSpan wait = _hold.Remaining;
            if (wait <= TimeSpan.Zero)
            {
                Acquisition acquisition = await AcquireAsync(budget, cancellationToken).ConfigureAwait(false);
                ThrowIfDisposed();
                if (acquisition.RetryAfter is { } retryAfter)
                {
                    wait = _delays.Honor(retryAfter);
                }
                else if (acquisition.Error is { } error)
                {
                    return (null, Refusal(error, null));
                }
                else if (_hold.Remaining <= TimeSpan.Zero)
                {
                    return (acquisition.Permit, null);
                }
                else
                {
                    // The account was held back while this attempt queued for its permit.
                    Release(acquisition.Permit);
                    continue;
                }
            }

            TimeSpan roundedUp = TimerWait.RoundUp(wait);
            if (roundedUp >= budget.Remaining)
            {
                return (null, Refusal(ClientErrors.RateLimit, wait));
            }

            await Task.Delay(roundedUp, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // A limiter of the application may throw anything, be disposed, or return nothing.
    private async ValueTask<Acquisition> AcquireAsync(TimeBudget budget, CancellationToken cancellationToken)
    {
        if (_limiter is null)
        {
            return default;
        }

        try
        {
            using TimeoutScopes.Scope timeout = _timeouts.Start(budget.Remaining, cancellationToken);
            RateLimitLease lease = await _limiter.AcquireAsync(cancellationToken: timeout.Token).ConfigureAwait(false);
            if (lease.IsAcquired)
            {
                return new Acquisition { Permit = lease };
            }

            bool isTimed = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter);
            lease.Dispose();
            return isTimed ? new Acquisition { RetryAfter = retryAfter } : new Acquisition { Error = ClientErrors.RateLimit };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Acquisition { Error = ClientErrors.RateLimit };
        }
        catch (Exception exception) when (_own is null && !cancellationToken.IsCancellationRequested)
        {
            return new Acquisition { Error = ClientErrors.RateLimiterFailed(exception) };
        }
    }

    private static AttemptResult Refusal(EventApiError error, TimeSpan? retryAfter) =>
        AttemptResult.WithoutResponse(error, isRetryable: false, isOutage: false, retryAfter);

    // A permit, or how long until there may be one, or why there is none; none of them without a limiter.
    private readonly struct Acquisition
    {
        public RateLimitLease? Permit { get; init; }

        public TimeSpan? RetryAfter { get; init; }

        public EventApiError? Error { get; init; }
    }
}
