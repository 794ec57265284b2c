namespace Rokt.EventApi.Cli.Tests;

/// <summary>A client whose every send ends in the same way.</summary>
internal sealed class FixedClient(SendResult result) : IEventApiClient
{
    public Task<SendResult> SendAsync(ConversionEvent conversion, CancellationToken cancellationToken = default) => Task.FromResult(result);

    public Task<IReadOnlyList<SendResult>> SendAsync(IEnumerable<ConversionEvent> conversions, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<StreamedResult> SendStreamAsync(IAsyncEnumerable<ConversionEvent> conversions, int? maxConcurrency = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
