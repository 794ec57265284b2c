namespace Rokt.EventApi.Cli.Tests;

/// <summary>A client that gets no response.</summary>
internal sealed class SilentClient : IEventApiClient
{
    public async Task<SendResult> SendAsync(ConversionEvent conversion, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("It waits until it is cancelled.");
    }

    public Task<IReadOnlyList<SendResult>> SendAsync(IEnumerable<ConversionEvent> conversions, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<StreamedResult> SendStreamAsync(IAsyncEnumerable<ConversionEvent> conversions, int? maxConcurrency = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
