namespace Rokt.EventApi.Fakes.Tests;

/// <summary>What the documentation tests: an order is paid for, and its conversion is sent, now or later.</summary>
internal sealed class Checkout(IEventApiClient client)
{
    public Queue<ConversionEvent> SendLater { get; } = new();

    public async Task<bool> CompleteAsync(ConversionEvent conversion, CancellationToken cancellationToken)
    {
        SendResult result = await client.SendAsync(conversion, cancellationToken);
        if (result.Status == SendStatus.Unavailable)
        {
            SendLater.Enqueue(conversion);
        }

        return result.Status != SendStatus.Rejected;
    }
}
