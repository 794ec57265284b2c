using Microsoft.Extensions.Options;
using Rokt.EventApi.Http;

namespace Rokt.EventApi.Validation;

/// <summary>The rules that no attribute can say. No message holds the value of a credential.</summary>
internal sealed class EventApiOptionsRules : IValidateOptions<EventApiOptions>
{
    public ValidateOptionsResult Validate(string? name, EventApiOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        CheckCredentials(options, failures);
        CheckAddress(options, failures);
        if (options.Environment is not (null or EventEnvironment.Development or EventEnvironment.Production))
        {
            failures.AddError("Environment is neither Development (testing data) nor Production (live data): set it to one of them.");
        }

        // A section that is set to null falls through to the attributes' own rules.
        if (options.Retry is null || options.RateLimit is null || options.CircuitBreaker is null)
        {
            failures.AddError("Retry, RateLimit and CircuitBreaker are not null: leave them at their defaults, or set CircuitBreaker.Enabled to false or RateLimit.BatchesPerSecond to null.");
        }
        else
        {
            CheckTimes(options.Retry, options.CircuitBreaker, failures);
        }

        return failures.Build();
    }

    private static void CheckTimes(EventApiRetryOptions retry, EventApiCircuitBreakerOptions breaker, ValidateOptionsResultBuilder failures)
    {
        var oneHour = TimeSpan.FromHours(1);
        var oneDay = TimeSpan.FromDays(1);
        Check("Retry.BaseDelay", retry.BaseDelay, TimeSpan.FromMilliseconds(1), oneHour);
        Check("Retry.MaxDelay", retry.MaxDelay, TimeSpan.FromMilliseconds(1), oneHour);
        Check("Retry.AttemptTimeout", retry.AttemptTimeout, TimeSpan.FromMilliseconds(10), oneHour);
        Check("Retry.TotalTimeout", retry.TotalTimeout, TimeSpan.FromMilliseconds(10), oneDay);
        Check("CircuitBreaker.SamplingDuration", breaker.SamplingDuration, TimeSpan.FromMilliseconds(500), oneDay);
        Check("CircuitBreaker.BreakDuration", breaker.BreakDuration, TimeSpan.FromMilliseconds(500), oneDay);
        if (retry.MaxDelay < retry.BaseDelay)
        {
            failures.AddError("Retry.MaxDelay is below Retry.BaseDelay: raise the one or lower the other.");
        }

        void Check(string setting, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                failures.AddError($"{setting} is {value}: set it to a time from {least} to {most}.");
            }
        }
    }

    private static void CheckCredentials(EventApiOptions options, ValidateOptionsResultBuilder failures)
    {
        if (options.ApiKey?.Contains(':', StringComparison.Ordinal) == true)
        {
            failures.AddError("ApiKey contains a colon, which basic authentication does not allow: give the key alone; the secret goes into ApiSecret.");
        }

        if (options.ApiKey?.Any(char.IsControl) == true)
        {
            failures.AddError("ApiKey contains a control character, such as a line break: copy it again.");
        }

        if (options.ApiSecret?.Any(char.IsControl) == true)
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
}
