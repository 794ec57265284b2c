using Rokt.EventApi.Configuration;
using Rokt.EventApi.Diagnostics;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>Composes what a client sends with. Options are read here, and not again.</summary>
internal static class EventSenderFactory
{
    public static EventSender Create(EventApiOptions options, EventApiClientDependencies dependencies)
    {
        TimeProvider clock = dependencies.Clock;
        TimeSpan totalTimeout = options.Retry.TotalTimeout;
        Uri address = EventsAddress.Resolve(options);
        var delays = new RetryDelays(options.Retry, dependencies.Random);
        var timeouts = new TimeoutScopes(clock);
        var metrics = new EventApiMetrics(dependencies.Account.Name, dependencies.MeterFactory);
        var admission = new Admission(options.RateLimit, totalTimeout, delays, timeouts, clock);
        var outcomes = new OutcomeRecorder(dependencies.Account, address, delays, admission, metrics, dependencies.Logger);
        var exchange = new HttpExchange(dependencies.RequestAsync, address, dependencies.Credentials, new ResponseReader(clock));
        var attempts = new AttemptSender(admission, exchange, timeouts, options.Retry.AttemptTimeout, outcomes);
        CircuitBreaker? breaker = options.CircuitBreaker.Enabled ? new CircuitBreaker(options.CircuitBreaker, clock) : null;
        return new EventSender(
            new SendPipeline(breaker, options.Retry.MaxRetryAttempts, attempts, outcomes, clock),
            new SendPipeline(breaker: null, maxRetryAttempts: 0, attempts, outcomes, clock),
            outcomes,
            new ConversionRecorder(dependencies.Account, metrics, clock, dependencies.Logger),
            admission,
            metrics,
            totalTimeout,
            clock);
    }
}
