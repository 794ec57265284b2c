namespace Rokt.EventApi.SharedLimit;

/// <summary>An application that always has more to send than it may: the real client, over real HTTP.</summary>
internal static class RealInstance
{
    private const int Callers = 64;

    public static async Task RunAsync(Uri address, double perSecond, TimeSpan duration)
    {
        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = "sandbox-key",
            ApiSecret = "sandbox-secret",
            Environment = EventEnvironment.Development,
            BaseAddress = address,
            RateLimit = { BatchesPerSecond = perSecond },
        });
        using var end = new CancellationTokenSource(duration);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => SendAsync(client, end.Token)));
    }

    private static async Task SendAsync(EventApiClient client, CancellationToken end)
    {
        try
        {
            while (true)
            {
                ConversionEvent conversion = ConversionEvent.CreateBuilder()
                    .WithEmail("john.doe@example.com")
                    .WithConfirmationRef(Guid.NewGuid().ToString("N"))
                    .Build();
                await client.SendAsync(conversion, end);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }
}
