using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>The real client against the sandbox, over real HTTP.</summary>
internal static class SandboxClient
{
    public static EventApiClient For(EventApiSandbox sandbox, Action<EventApiOptions>? configure = null)
    {
        var options = new EventApiOptions
        {
            ApiKey = sandbox.ApiKey,
            ApiSecret = sandbox.ApiSecret,
            Environment = EventEnvironment.Development,
            BaseAddress = sandbox.BaseAddress,
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options);
        return new EventApiClient(options);
    }

    public static ConversionEventBuilder Event(int number) => ConversionEvent.CreateBuilder()
        .WithEmail($"customer{number}@example.com")
        .WithConfirmationRef($"ref-{number}");
}
