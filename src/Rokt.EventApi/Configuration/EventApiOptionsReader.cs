using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Rokt.EventApi.Configuration;

/// <summary>
/// Reads settings from a configuration section. A value that is missing or empty leaves what was configured before; one that
/// cannot be read is kept as a failure for <see cref="EventApiOptionsRules"/>, so that it is reported with all others.
/// </summary>
/// <remarks>The framework's binder throws at the first such value, quotes it, and reads the time <c>30</c> as 30 days.</remarks>
internal sealed class EventApiOptionsReader(IConfigurationSection section, EventApiOptions options)
{
    private delegate bool Parser<T>(string text, out T value);

    public void Read()
    {
        ReadText("ApiKey", value => options.ApiKey = value);
        ReadText("ApiSecret", value => options.ApiSecret = value);
        ReadText("Pod", value => options.Pod = new Pod(value.Trim()));
        Read<EventEnvironment>("Environment", TryParse, "is neither Development (testing data) nor Production (live data): set it to one of them.", value => options.Environment = value);
        Read<Uri>("BaseAddress", TryParse, "is not an address: give it with its scheme, such as https://host.", value => options.BaseAddress = value);
        ReadSwitch("AllowInsecureHttp", value => options.AllowInsecureHttp = value);
        ReadSwitch("Enabled", value => options.Enabled = value);
        ReadSwitch("SendRequestId", value => options.SendRequestId = value);
        if (options.Retry is { } retry)
        {
            ReadInteger("Retry.MaxRetryAttempts", value => retry.MaxRetryAttempts = value);
            ReadTime("Retry.BaseDelay", value => retry.BaseDelay = value);
            ReadTime("Retry.MaxDelay", value => retry.MaxDelay = value);
            ReadTime("Retry.AttemptTimeout", value => retry.AttemptTimeout = value);
            ReadTime("Retry.TotalTimeout", value => retry.TotalTimeout = value);
        }

        if (options.RateLimit is { } limit)
        {
            if (IsEmpty("RateLimit", "BatchesPerSecond"))
            {
                limit.BatchesPerSecond = null;
            }

            ReadNumber("RateLimit.BatchesPerSecond", value => limit.BatchesPerSecond = value);
            ReadSwitch("RateLimit.Adaptive", value => limit.Adaptive = value);
            ReadInteger("RateLimit.Burst", value => limit.Burst = value);
        }

        if (options.CircuitBreaker is { } breaker)
        {
            ReadSwitch("CircuitBreaker.Enabled", value => breaker.Enabled = value);
            ReadNumber("CircuitBreaker.FailureRatio", value => breaker.FailureRatio = value);
            ReadInteger("CircuitBreaker.MinimumThroughput", value => breaker.MinimumThroughput = value);
            ReadTime("CircuitBreaker.SamplingDuration", value => breaker.SamplingDuration = value);
            ReadTime("CircuitBreaker.BreakDuration", value => breaker.BreakDuration = value);
        }
    }

    // JSON's null is the empty string or a key without a value, depending on the version of the configuration provider.
    private bool IsEmpty(string parent, string key) =>
        section.GetSection(parent).GetChildren().Any(child => child.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && string.IsNullOrWhiteSpace(child.Value));

    private void ReadText(string setting, Action<string> set) => Read(setting, TryParse, "", set);

    private void ReadSwitch(string setting, Action<bool> set) => Read(setting, bool.TryParse, "is neither true nor false: set it to one of them.", set);

    private void ReadInteger(string setting, Action<int> set) => Read(
        setting,
        static (string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
        "is not an integer, such as 3.",
        set);

    private void ReadNumber(string setting, Action<double> set) => Read(
        setting,
        static (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
        "is not a number with a decimal point, such as 0.5.",
        set);

    private void ReadTime(string setting, Action<TimeSpan> set) =>
        Read<TimeSpan>(setting, TryParse, "is not a time: write it as hours:minutes:seconds, such as 00:00:30.", set);

    private void Read<T>(string setting, Parser<T> parse, string failure, Action<T> set)
    {
        string? text = section[setting.Replace('.', ':')];
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (parse(text!, out T value))
        {
            set(value);
            options.Unreadable.Remove(setting);
        }
        else
        {
            options.Unreadable[setting] = failure;
        }
    }

    private static bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    // By name alone: the framework takes any number, and several names at once.
    private static bool TryParse(string text, out EventEnvironment value)
    {
        foreach (EventEnvironment environment in new[] { EventEnvironment.Development, EventEnvironment.Production })
        {
            if (environment.ToString().Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                value = environment;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static bool TryParse(string text, out Uri value) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value!);

    // A number alone would mean days.
    private static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
