using System.Reflection;
using System.Threading.RateLimiting;

namespace Rokt.EventApi.Tests.Registration;

/// <summary>Every setting of the client, found by reflection, so that a new one is tested like the others.</summary>
internal static class AllSettings
{
    /// <summary>Values that no setting has by default, as configuration holds them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["Enabled"] = "false",
        ["ApiKey"] = "k",
        ["ApiSecret"] = "s",
        ["Pod"] = "us3",
        ["Environment"] = "production",
        ["BaseAddress"] = "https://localhost:81/",
        ["AllowInsecureHttp"] = "true",
        ["SendRequestId"] = "true",
        ["Retry.MaxRetryAttempts"] = "7",
        ["Retry.BaseDelay"] = "00:00:02",
        ["Retry.MaxDelay"] = "00:00:20",
        ["Retry.AttemptTimeout"] = "00:00:03",
        ["Retry.TotalTimeout"] = "00:00:04",
        ["RateLimit.BatchesPerSecond"] = "12.5",
        ["RateLimit.Adaptive"] = "false",
        ["RateLimit.Burst"] = "8",
        ["CircuitBreaker.Enabled"] = "false",
        ["CircuitBreaker.FailureRatio"] = "0.75",
        ["CircuitBreaker.MinimumThroughput"] = "21",
        ["CircuitBreaker.SamplingDuration"] = "00:00:31",
        ["CircuitBreaker.BreakDuration"] = "00:00:11",
    };

    /// <summary>The settings that no configuration can hold.</summary>
    public static readonly string[] InCodeOnly = ["BeforeSend", "RateLimit.RateLimiter"];

    public static readonly PropertyInfo[] Groups =
        [.. typeof(EventApiOptions).GetProperties().Where(property => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))];

    public static readonly Leaf[] Leaves =
    [
        .. typeof(EventApiOptions).GetProperties().Except(Groups).Select(property => new Leaf(null, property)),
        .. Groups.SelectMany(group => group.PropertyType.GetProperties().Select(property => new Leaf(group, property))),
    ];

    /// <summary>Gives each setting a value that it does not have by default.</summary>
    public static void SetAll(EventApiOptions options)
    {
        foreach (Leaf leaf in Leaves)
        {
            leaf.Set(options, Other(leaf, leaf.Get(options)));
        }
    }

    private static object Other(Leaf leaf, object? value) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        double number => number + 0.25,
        TimeSpan time => time + TimeSpan.FromMilliseconds(1),
        _ when leaf.Type == typeof(string) => "other",
        _ when leaf.Type == typeof(Pod) => new Pod("other"),
        _ when leaf.Type == typeof(EventEnvironment?) => EventEnvironment.Production,
        _ when leaf.Type == typeof(Uri) => new Uri("https://other"),
        _ when leaf.Type == typeof(RateLimiter) => new ConcurrencyLimiter(new() { PermitLimit = 1 }),
        _ when leaf.Type == typeof(Func<ConversionEvent, ConversionEvent?>) => (Func<ConversionEvent, ConversionEvent?>)(conversion => conversion),
        _ => throw new NotSupportedException($"{leaf.Path} has a type that this test does not know: {leaf.Type}."),
    };

    internal sealed record Leaf(PropertyInfo? Group, PropertyInfo Property)
    {
        public string Path => Group is null ? Property.Name : $"{Group.Name}.{Property.Name}";

        public Type Type => Property.PropertyType;

        public object? Get(EventApiOptions options) => Property.GetValue(Owner(options));

        public void Set(EventApiOptions options, object? value) => Property.SetValue(Owner(options), value);

        private object Owner(EventApiOptions options) => Group?.GetValue(options) ?? options;
    }
}
