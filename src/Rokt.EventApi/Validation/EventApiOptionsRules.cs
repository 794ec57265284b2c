using Microsoft.Extensions.Options;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Validation;

/// <summary>
/// Every rule of the options; each failure says how to mend it, and none holds a credential. Written out, because the
/// validators that the framework generates from attributes drop the attributes' messages.
/// </summary>
internal sealed class EventApiOptionsRules : IValidateOptions<EventApiOptions>
{
    public ValidateOptionsResult Validate(string? name, EventApiOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        CheckCredentials(options, failures);
        CheckAddress(options, failures);
        CheckEnvironment(options.Environment, failures);
        if (options.Retry is null || options.RateLimit is null || options.CircuitBreaker is null)
        {
            failures.AddError("Retry, RateLimit and CircuitBreaker are not null: leave them at their defaults, or set CircuitBreaker.Enabled to false or RateLimit.BatchesPerSecond to null.");
            return failures.Build();
        }

        CheckRetry(options.Retry, failures);
        CheckRateLimit(options.RateLimit, failures);
        CheckCircuitBreaker(options.CircuitBreaker, failures);
        return failures.Build();
    }

    private static void CheckCredentials(EventApiOptions options, ValidateOptionsResultBuilder failures)
    {
        if (options.ApiKey is not { } key || string.IsNullOrWhiteSpace(key))
        {
            failures.AddError("ApiKey is missing: set it to the API key from your Rokt account representative.");
        }
        else if (key.Contains(':', StringComparison.Ordinal))
        {
            failures.AddError("ApiKey contains a colon, which basic authentication does not allow: give the key alone; the secret goes into ApiSecret.");
        }
        else if (key.Any(char.IsControl))
        {
            failures.AddError("ApiKey contains a control character, such as a line break: copy it again.");
        }

        if (options.ApiSecret is not { } secret || string.IsNullOrWhiteSpace(secret))
        {
            failures.AddError("ApiSecret is missing: set it to the API secret from your Rokt account representative, from user secrets or an environment variable.");
        }
        else if (secret.Any(char.IsControl))
        {
            failures.AddError("ApiSecret contains a control character, such as a line break: copy it again.");
        }
    }

    private static void CheckAddress(EventApiOptions options, ValidateOptionsResultBuilder failures)
    {
        if (options.BaseAddress is { } address)
        {
            if (EventsAddress.Objection(address) is { } objection)
            {
                failures.AddError($"BaseAddress {objection}");
            }
        }
        else if (options.Pod is null)
        {
            failures.AddError("Pod is missing: set it to the pod that your Rokt account representative gave you (US1, US2, EU1 or AU1).");
        }
        else if (!EventsAddress.IsPod(options.Pod))
        {
            failures.AddError("Pod is not a pod's identifier: it is one DNS label of ASCII letters, digits and hyphens, such as US1.");
        }
    }

    private static void CheckEnvironment(EventEnvironment? environment, ValidateOptionsResultBuilder failures)
    {
        if (environment is null)
        {
            failures.AddError("Environment is missing: set it to Development (testing data) or Production (live data).");
        }
        else if (environment is not (EventEnvironment.Development or EventEnvironment.Production))
        {
            failures.AddError("Environment is neither Development (testing data) nor Production (live data): set it to one of them.");
        }
    }

    private static void CheckRetry(EventApiRetryOptions options, ValidateOptionsResultBuilder failures)
    {
        var millisecond = TimeSpan.FromMilliseconds(1);
        var hour = TimeSpan.FromHours(1);
        CheckRange("Retry.MaxRetryAttempts", options.MaxRetryAttempts, 0, 100, failures);
        CheckRange("Retry.BaseDelay", options.BaseDelay, millisecond, hour, failures);
        CheckRange("Retry.MaxDelay", options.MaxDelay, millisecond, hour, failures);
        CheckRange("Retry.AttemptTimeout", options.AttemptTimeout, 10 * millisecond, hour, failures);
        CheckRange("Retry.TotalTimeout", options.TotalTimeout, 10 * millisecond, 24 * hour, failures);
        if (options.MaxDelay < options.BaseDelay)
        {
            failures.AddError("Retry.MaxDelay is below Retry.BaseDelay: raise the one or lower the other.");
        }
    }

    private static void CheckRateLimit(EventApiRateLimitOptions options, ValidateOptionsResultBuilder failures)
    {
        CheckRange("RateLimit.Burst", options.Burst, 1, 1_000_000, failures);
        if (options.BatchesPerSecond is { } batchesPerSecond)
        {
            CheckRange("RateLimit.BatchesPerSecond", batchesPerSecond, 0.001, 1_000_000, failures);
        }
    }

    private static void CheckCircuitBreaker(EventApiCircuitBreakerOptions options, ValidateOptionsResultBuilder failures)
    {
        var shortest = TimeSpan.FromMilliseconds(500);
        var day = TimeSpan.FromDays(1);
        CheckRange("CircuitBreaker.FailureRatio", options.FailureRatio, 0.01, 1, failures);
        CheckRange("CircuitBreaker.MinimumThroughput", options.MinimumThroughput, 2, int.MaxValue, failures);
        CheckRange("CircuitBreaker.SamplingDuration", options.SamplingDuration, shortest, day, failures);
        CheckRange("CircuitBreaker.BreakDuration", options.BreakDuration, shortest, day, failures);
    }

    // Written so that NaN is out of range.
    private static void CheckRange<T>(string setting, T value, T least, T most, ValidateOptionsResultBuilder failures)
        where T : IComparable<T>
    {
        if (!(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0))
        {
            failures.AddError(FormattableString.Invariant(
                $"{setting} is {value}: set it to a value from {least} to {most}."));
        }
    }
}
