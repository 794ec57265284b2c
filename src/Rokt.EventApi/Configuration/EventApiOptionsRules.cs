using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Configuration;

/// <summary>
/// Checks the options; each failure names the account and the setting, says how to fix it, and holds no credential. Written
/// out, because the validators that the framework generates from attributes drop the attributes' messages.
/// </summary>
/// <param name="accountOf">Finds the account of a registration by its name.</param>
internal sealed class EventApiOptionsRules(Func<string, Account> accountOf) : IValidateOptions<EventApiOptions>
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, EventApiOptions options)
    {
        // A disabled client needs nothing else.
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

        Account account = accountOf(name ?? Options.DefaultName);
        var failures = new SettingFailures(account, options.Unreadable);
        CheckCredentials(options, account, failures);
        CheckAddress(options, account, failures);
        CheckEnvironment(options, failures);
        CheckRetry(options.Retry, account, failures);
        CheckRateLimit(options.RateLimit, failures);
        CheckCircuitBreaker(options.CircuitBreaker, failures);
        return failures.ToResult();
    }

    private static void CheckCredentials(EventApiOptions options, Account account, SettingFailures failures)
    {
        if (options.ApiKey is not { } key || string.IsNullOrWhiteSpace(key))
        {
            failures.Add("ApiKey", "is missing: set it to the API key from your Rokt account representative.");
        }
        else if (key.Contains(':', StringComparison.Ordinal))
        {
            failures.Add("ApiKey", $"contains a colon, which basic authentication does not allow: set it to the key alone, and {account.Setting("ApiSecret")} to the secret.");
        }
        else if (key.Any(char.IsControl))
        {
            failures.Add("ApiKey", "contains a control character, such as a line break: copy it again.");
        }

        if (options.ApiSecret is not { } secret || string.IsNullOrWhiteSpace(secret))
        {
            failures.Add("ApiSecret", "is missing: set it to the API secret from your Rokt account representative, from user secrets or an environment variable.");
        }
        else if (secret.Any(char.IsControl))
        {
            failures.Add("ApiSecret", "contains a control character, such as a line break: copy it again.");
        }
    }

    private static void CheckAddress(EventApiOptions options, Account account, SettingFailures failures)
    {
        if (options.BaseAddress is { } address)
        {
            if (EventsAddress.Objection(address, options.AllowInsecureHttp, account) is { } objection)
            {
                failures.Add("BaseAddress", objection);
            }
        }
        else if (options.Pod is null)
        {
            failures.Add("Pod", "is missing: set it to the pod that your Rokt account representative gave you (US1, US2, EU1 or AU1).");
        }
        else if (!EventsAddress.IsPod(options.Pod))
        {
            failures.Add("Pod", "is not a pod's identifier: it is one DNS label of ASCII letters, digits and hyphens, such as US1.");
        }

        if (options is { AllowInsecureHttp: true, Environment: EventEnvironment.Production })
        {
            failures.Add("AllowInsecureHttp", $"is true while {account.Setting("Environment")} is Production: live data and credentials are sent over HTTPS only; set it to false.");
        }
    }

    private static void CheckEnvironment(EventApiOptions options, SettingFailures failures)
    {
        if (options.Environment is null)
        {
            failures.Add("Environment", "is missing: set it to Development (testing data) or Production (live data).");
        }
        else if (options.Environment is not (EventEnvironment.Development or EventEnvironment.Production))
        {
            failures.Add("Environment", "is neither Development (testing data) nor Production (live data): set it to one of them.");
        }
    }

    private static void CheckRetry(EventApiRetryOptions? options, Account account, SettingFailures failures)
    {
        if (options is null)
        {
            failures.Add("Retry", "is null: leave it at its default, or set MaxRetryAttempts to 0 to turn retries off.");
            return;
        }

        CheckRange("Retry.MaxRetryAttempts", options.MaxRetryAttempts, 0, 100, failures);
        CheckRange("Retry.BaseDelay", options.BaseDelay, Millisecond, Hour, failures);
        CheckRange("Retry.MaxDelay", options.MaxDelay, Millisecond, Hour, failures);
        CheckRange("Retry.AttemptTimeout", options.AttemptTimeout, 10 * Millisecond, Hour, failures);
        CheckRange("Retry.TotalTimeout", options.TotalTimeout, 10 * Millisecond, Day, failures);
        if (options.MaxDelay < options.BaseDelay)
        {
            failures.Add("Retry.MaxDelay", $"is below {account.Setting("Retry.BaseDelay")}: raise the one or lower the other.");
        }
    }

    private static void CheckRateLimit(EventApiRateLimitOptions? options, SettingFailures failures)
    {
        if (options is null)
        {
            failures.Add("RateLimit", "is null: leave it at its default, or set BatchesPerSecond to null to turn the limit off.");
            return;
        }

        CheckRange("RateLimit.Burst", options.Burst, 1, 1_000_000, failures);
        if (options.BatchesPerSecond is { } batchesPerSecond)
        {
            CheckRange("RateLimit.BatchesPerSecond", batchesPerSecond, 0.001, 1_000_000, failures);
        }
    }

    private static void CheckCircuitBreaker(EventApiCircuitBreakerOptions? options, SettingFailures failures)
    {
        if (options is null)
        {
            failures.Add("CircuitBreaker", "is null: leave it at its default, or set Enabled to false to turn it off.");
            return;
        }

        TimeSpan shortest = 500 * Millisecond;
        CheckRange("CircuitBreaker.FailureRatio", options.FailureRatio, 0.01, 1, failures);
        CheckRange("CircuitBreaker.MinimumThroughput", options.MinimumThroughput, 2, int.MaxValue, failures);
        CheckRange("CircuitBreaker.SamplingDuration", options.SamplingDuration, shortest, Day, failures);
        CheckRange("CircuitBreaker.BreakDuration", options.BreakDuration, shortest, Day, failures);
    }

    // Written so that NaN is out of range.
    private static void CheckRange<T>(string setting, T value, T least, T most, SettingFailures failures)
        where T : IComparable<T>
    {
        if (!(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0))
        {
            failures.Add(setting, FormattableString.Invariant($"is {value}: set it to a value from {least} to {most}."));
        }
    }
}
