using System.Net;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Sending;

/// <summary>
/// Sends events in batches, one after the other. A batch that the server refuses for what it holds is sent again in halves, so that
/// one event rejects no other.
/// </summary>
internal sealed class BatchSender(EventSender sender, PayloadSerializer serializer, EventEnvironment environment, bool sendRequestId)
{
    /// <summary>Returns one result per event, in their order.</summary>
    public async Task<IReadOnlyList<SendResult>> SendAsync(IReadOnlyList<ConversionEvent> conversions, CancellationToken cancellationToken)
    {
        var results = new List<SendResult>(conversions.Count);
        foreach (Batch batch in serializer.SerializeBatches(conversions, environment, sendRequestId))
        {
            await SendAsync(batch, results, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    private async Task SendAsync(Batch batch, List<SendResult> results, CancellationToken cancellationToken)
    {
        SendResult result = await sender.SendAsync(batch.ToPayload(), options: null, cancellationToken).ConfigureAwait(false);
        if (batch.Events.Count == 1 || result.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge) || result.Status != SendStatus.Rejected)
        {
            results.AddRange(Enumerable.Repeat(result, batch.Events.Count));
            return;
        }

        foreach (Batch half in serializer.Split(batch, sendRequestId))
        {
            await SendAsync(half, results, cancellationToken).ConfigureAwait(false);
        }
    }
}
