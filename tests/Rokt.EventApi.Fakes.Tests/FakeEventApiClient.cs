using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Fakes.Tests;

internal sealed class FakeEventApiClient(Func<ConversionEvent, SendResult> respond) : IEventApiClient
{
    public List<ConversionEvent> Sent { get; } = [];

    public Task<SendResult> SendAsync(ConversionEvent conversion, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Sent.Add(conversion);
        return Task.FromResult(respond(conversion));
    }

    public async Task<IReadOnlyList<SendResult>> SendAsync(IEnumerable<ConversionEvent> conversions, CancellationToken cancellationToken = default)
    {
        var results = new List<SendResult>();
        foreach (ConversionEvent conversion in conversions)
        {
            results.Add(await SendAsync(conversion, cancellationToken));
        }

        return results;
    }

    public async IAsyncEnumerable<StreamedResult> SendStreamAsync(
        IAsyncEnumerable<ConversionEvent> conversions, int? maxConcurrency = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ConversionEvent conversion in conversions.WithCancellation(cancellationToken))
        {
            yield return new StreamedResult(conversion, await SendAsync(conversion, cancellationToken));
        }
    }
}
