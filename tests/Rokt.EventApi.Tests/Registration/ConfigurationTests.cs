using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Tests.Registration;

/// <summary>The settings as configuration holds them: every one, right and wrong.</summary>
public sealed class ConfigurationTests
{
    private static readonly string[] InConfiguration = [.. AllSettings.Leaves.Select(leaf => leaf.Path).Except(AllSettings.InCodeOnly)];

    public static TheoryData<string, string, string> Unreadable
    {
        get
        {
            const string Environment = "is neither Development (testing data) nor Production (live data)";
            const string Time = "is not a time: write it as hours:minutes:seconds";
            const string Switch = "is neither true nor false";
            var unreadable = new TheoryData<string, string, string>();
            foreach (AllSettings.Leaf leaf in AllSettings.Leaves.Where(leaf => InConfiguration.Contains(leaf.Path)))
            {
                (string failure, string[] texts) = leaf.Type switch
                {
                    Type type when type == typeof(int) => ("is not an integer", ["SENTINEL", "1.5", "1e3", "99999999999", "0x10", "1,000"]),
                    Type type when type == typeof(double) || type == typeof(double?) => ("is not a number", ["SENTINEL", "0,5", "1,000", "5%"]),
                    Type type when type == typeof(TimeSpan) => (Time, ["SENTINEL", "30", "30s", "PT30S", "00:00:99", "1:2:3:4:5"]),
                    Type type when type == typeof(bool) => (Switch, ["SENTINEL", "yes", "1", "0", "on"]),
                    Type type when type == typeof(EventEnvironment?) => (Environment, ["SENTINEL", "prod", "1", "3", "Development,Production"]),
                    Type type when type == typeof(Uri) => ("is not an address", ["http://[SENTINEL", "https://a b"]),
                    _ => ("", Array.Empty<string>()),
                };
                foreach (string text in texts)
                {
                    unreadable.Add(leaf.Path, text, failure);
                }
            }

            return unreadable;
        }
    }

    [Fact]
    public void Every_setting_is_read_from_configuration()
    {
        EventApiOptions options = Options(services => services.AddRoktEventApi(Section("Rokt", AllSettings.Texts)));
        var expected = new EventApiOptions
        {
            Enabled = false,
            ApiKey = "k",
            ApiSecret = "s",
            Pod = new Pod("US3"),
            Environment = EventEnvironment.Production,
            BaseAddress = new Uri("https://localhost:81/"),
            AllowInsecureHttp = true,
            SendRequestId = true,
            Retry =
            {
                MaxRetryAttempts = 7,
                BaseDelay = TimeSpan.FromSeconds(2),
                MaxDelay = TimeSpan.FromSeconds(20),
                AttemptTimeout = TimeSpan.FromSeconds(3),
                TotalTimeout = TimeSpan.FromSeconds(4),
            },
            RateLimit = { BatchesPerSecond = 12.5, Adaptive = false, Burst = 8 },
            CircuitBreaker =
            {
                Enabled = false,
                FailureRatio = 0.75,
                MinimumThroughput = 21,
                SamplingDuration = TimeSpan.FromSeconds(31),
                BreakDuration = TimeSpan.FromSeconds(11),
            },
        };

        Assert.Equal(InConfiguration.Order(), AllSettings.Texts.Keys.Order());
        Assert.All(AllSettings.Leaves, leaf => Assert.Equal(leaf.Get(expected), leaf.Get(options)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void A_value_that_is_missing_or_empty_leaves_what_was_configured_before(string? text)
    {
        var before = new EventApiOptions();
        AllSettings.SetAll(before);
        before.Enabled = true;
        before.AllowInsecureHttp = false;
        IEnumerable<KeyValuePair<string, string>> empty = InConfiguration
            .Where(path => path != "RateLimit.BatchesPerSecond")
            .Select(path => new KeyValuePair<string, string>(path, text!));

        EventApiOptions options = Options(services =>
        {
            services.Configure<EventApiOptions>(options =>
            {
                foreach (AllSettings.Leaf leaf in AllSettings.Leaves)
                {
                    leaf.Set(options, leaf.Get(before));
                }
            });
            services.AddRoktEventApi(Section("Rokt", text is null ? [] : empty));
        });

        Assert.All(AllSettings.Leaves, leaf => Assert.Equal(leaf.Get(before), leaf.Get(options)));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_value_that_cannot_be_read_is_reported_by_its_full_key_with_what_is_allowed(string setting, string text, string failure)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Options(
            services => services.AddRoktEventApi("shoes", Section("Rokt:Shoes", Valid().Append(new(setting, text)))), "shoes"));

        Assert.StartsWith($"Account \"shoes\": Rokt:Shoes:{setting.Replace('.', ':')} {failure}", Assert.Single(exception.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("SENTINEL", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_cannot_be_read_are_reported_together_with_those_that_are_missing()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Options(services => services.AddRoktEventApi(
            Section("Rokt", [new("ApiKey", "k"), new("Environment", "prod"), new("Retry.BaseDelay", "30"), new("RateLimit.Burst", "0")]))));

        Assert.Equal(
            ["Rokt:ApiSecret is", "Rokt:Environment is", "Rokt:Pod is", "Rokt:RateLimit:Burst is", "Rokt:Retry:BaseDelay is"],
            exception.Failures.Select(failure => string.Join(' ', failure.Split(' ')[..2])).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"Rokt":{"RateLimit":{"BatchesPerSecond":null}}}""")]
    [InlineData("""{"Rokt":{"RateLimit":{"BatchesPerSecond":""}}}""")]
    public void A_rate_of_null_or_nothing_turns_the_limit_off(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Valid().Select(setting => new KeyValuePair<string, string?>($"Rokt:{setting.Key}", setting.Value)))
            .AddJsonStream(stream)
            .Build();

        EventApiOptions options = Options(services => services.AddRoktEventApi(configuration.GetSection("Rokt")));

        Assert.Null(options.RateLimit.BatchesPerSecond);
    }

    [Fact]
    public void A_time_with_days_is_read()
    {
        EventApiOptions options = Options(services => services.AddRoktEventApi(Section("Rokt", Valid().Append(new("Retry.TotalTimeout", "1.00:00:00")))));

        Assert.Equal(TimeSpan.FromDays(1), options.Retry.TotalTimeout);
    }

    [Fact]
    public void An_account_that_is_configured_in_code_is_named_with_the_option()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Options(services => services.AddRoktEventApi("shoes", options => options.Retry.MaxRetryAttempts = -1), "shoes"));

        Assert.Equal(5, exception.Failures.Count());
        Assert.All(exception.Failures, failure => Assert.StartsWith("Account \"shoes\": ", failure, StringComparison.Ordinal));
        Assert.Contains("Account \"shoes\": Retry.MaxRetryAttempts is -1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_account_that_is_configured_twice_is_named_by_its_configuration(bool isSectionFirst)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Options(services =>
        {
            if (!isSectionFirst)
            {
                services.AddRoktEventApi(options => options.ApiKey = "k");
            }

            services.AddRoktEventApi(Section("Rokt", []));
            if (isSectionFirst)
            {
                services.AddRoktEventApi(options => options.ApiKey = "k");
            }
        }));

        Assert.Equal(3, exception.Failures.Count());
        Assert.All(exception.Failures, failure => Assert.StartsWith("Rokt:", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_that_name_others_name_them_in_full()
    {
        KeyValuePair<string, string>[] settings =
            [new("ApiKey", "a:b"), new("BaseAddress", "http://sandbox"), new("Environment", "Production"), new("AllowInsecureHttp", "false"), new("Retry.BaseDelay", "00:01:00")];

        var exception = Assert.Throws<OptionsValidationException>(() => Options(services => services.AddRoktEventApi(Section("Rokt:Shoes", settings))));

        Assert.Contains("Rokt:Shoes:ApiSecret to the secret", exception.Message, StringComparison.Ordinal);
        Assert.Contains("set Rokt:Shoes:AllowInsecureHttp to true", exception.Message, StringComparison.Ordinal);
        Assert.Contains("is below Rokt:Shoes:Retry:BaseDelay", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disabled_account_needs_no_other_setting()
    {
        Assert.False(Options(services => services.AddRoktEventApi(Section("Rokt", [new("Enabled", "false")]))).Enabled);
        Assert.False(Options(services => services.AddRoktEventApi(Section("Rokt", [new("Enabled", "False"), new("Environment", "none"), new("ApiKey", "<key:of:somebody>")]))).Enabled);
    }

    private static IEnumerable<KeyValuePair<string, string>> Valid() =>
        [new("ApiKey", "k"), new("ApiSecret", "s"), new("Pod", "US1"), new("Environment", "Development")];

    private static IConfigurationSection Section(string path, IEnumerable<KeyValuePair<string, string>> settings)
    {
        // The last of two values wins, as in any configuration.
        var values = new Dictionary<string, string?>();
        foreach ((string setting, string value) in settings)
        {
            values[$"{path}:{setting.Replace('.', ':')}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(path);
    }

    private static EventApiOptions Options(Action<ServiceCollection> register, string name = "")
    {
        var services = new ServiceCollection();
        register(services);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name);
    }
}
