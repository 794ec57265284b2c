using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.UserSecrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Cli.Settings;

/// <summary>
/// The account: from a settings file or user secrets, over them the environment, over both a profile. Under the names that
/// the SDK's settings have everywhere; never from the command line, which every user of the machine can read.
/// </summary>
internal sealed class AccountSettings
{
    private readonly IConfigurationSection _section;
    private readonly string? _profile;

    private AccountSettings(IConfigurationRoot configuration, string? profile)
    {
        _section = configuration.GetSection("Rokt");
        _profile = profile;
    }

    /// <summary>Gets the account's name for people: its profile, or the start of its key, and where it is.</summary>
    public string Name
    {
        get
        {
            const int Shown = 4;
            string key = _section["ApiKey"] ?? "";
            string place = _section["BaseAddress"] is { Length: > 0 } address ? address : $"pod {_section["Pod"]}";
            return _profile is null ? $"key {(key.Length > 2 * Shown ? key[..Shown] + "…" : "given")}, {place}" : $"profile {_profile}, {place}";
        }
    }

    /// <summary>Gets a digest of key and address, by which a journal knows its account.</summary>
    public string Digest
    {
        get
        {
            const int Length = 16;
            string account = $"{_section["ApiKey"]}@{_section["BaseAddress"] ?? _section["Pod"]}";
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(account)))[..Length];
        }
    }

    /// <param name="settings">A JSON file, a project with user secrets, or their id; null for none.</param>
    /// <param name="profile">The name of a profile; null for none.</param>
    /// <exception cref="SettingsException">A file does not exist, cannot be read, or can be read by others.</exception>
    public static AccountSettings Load(string? settings, string? profile)
    {
        var builder = new ConfigurationBuilder();
        if (settings is not null)
        {
            builder.AddJsonFile(FindSettings(settings), optional: false);
        }

        builder.AddEnvironmentVariables();
        try
        {
            if (profile is not null)
            {
                builder.AddInMemoryCollection(Profiles.Read(profile));
            }

            return new AccountSettings(builder.Build(), profile);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The settings cannot be read: {exception.Message}");
        }
    }

    /// <summary>Changes settings for a file, which has more patience than a checkout: it ends when the API does not respond for long.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="rate">The most conversions per second; null for the account's limit.</param>
    public void AdaptForFile(EventApiOptions options, double? rate)
    {
        options.CircuitBreaker.Enabled = false;
        options.RateLimit.BatchesPerSecond = rate ?? options.RateLimit.BatchesPerSecond;
        if (_section["Retry:MaxRetryAttempts"] is null)
        {
            options.Retry.MaxRetryAttempts = 10;
        }

        if (_section["Retry:TotalTimeout"] is null)
        {
            options.Retry.TotalTimeout = TimeSpan.FromMinutes(2);
        }
    }

    /// <summary>Creates the client.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="adapt">Changes settings for what the client is used for.</param>
    /// <exception cref="SettingsException">Settings are missing or wrong.</exception>
    public ServiceProvider CreateServices(EventEnvironment environment, Action<EventApiOptions> adapt)
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi(_section);
        services.PostConfigure<EventApiOptions>(options =>
        {
            options.Environment = environment;
            adapt(options);
        });
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            _ = provider.GetRequiredService<IOptions<EventApiOptions>>().Value;
            return provider;
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            provider.Dispose();
            throw new SettingsException(
                $"{exception.Message}\nSet Rokt__ApiKey, Rokt__ApiSecret and Rokt__Pod in the environment, or name a file with --settings or a profile with --profile.");
        }
    }

    private static string? ReadUserSecretsId(string project)
    {
        try
        {
            return XDocument.Load(project).Descendants("UserSecretsId").FirstOrDefault()?.Value.Trim();
        }
        catch (XmlException exception)
        {
            throw new SettingsException($"{project} is no project file: {exception.Message}");
        }
    }

    private static string FindSettings(string settings)
    {
        string? id = settings;
        if (File.Exists(settings))
        {
            if (!settings.EndsWith("proj", StringComparison.OrdinalIgnoreCase))
            {
                return Path.GetFullPath(settings);
            }

            id = ReadUserSecretsId(settings)
                ?? throw new SettingsException($"{settings} has no user secrets: run dotnet user-secrets init in its folder.");
        }

        string? secrets = id.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 ? PathHelper.GetSecretsPathFromSecretsId(id) : null;
        return File.Exists(secrets) ? secrets : throw new SettingsException($"--settings {settings}: there is no such file, and no user secrets with that id.");
    }
}
