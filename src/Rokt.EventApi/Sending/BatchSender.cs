using System.Net;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Sending;

/// <summary>
/// Sends events in batches, one after the other. A batch that the server refuses for what it holds is sent again in halves, so that
/// one event rejects no other.
/// </summary>
internal sealed class BatchSender(
    ConversionFilter filter, EventSender? sender, PayloadSerializer serializer, EventEnvironment environment, bool sendRequestId)
{
    /// <summary>Returns one result per event, in their order.</summary>
    public async Task<IReadOnlyList<SendResult>> SendAsync(IReadOnlyList<ConversionEvent> conversions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var results = new SendResult?[conversions.Count];
        var passed = new List<ConversionEvent>(conversions.Count);
        for (int i = 0; i < conversions.Count; i++)
        {
            if (filter.Apply(conversions[i], out SendResult result) is { } conversion)
            {
                sender!.Conversions.Record(conversion);
                passed.Add(conversion);
            }
            else
            {
                results[i] = result;
            }
        }

        var sent = new List<SendResult>(passed.Count);
        foreach (Batch batch in serializer.SerializeBatches(passed, environment, sendRequestId))
        {
            await SendAsync(batch, sent, cancellationToken).ConfigureAwait(false);
        }

        int next = 0;
        return [.. results.Select(result => result ?? sent[next++])];
    }

    private async Task SendAsync(Batch batch, List<SendResult> results, CancellationToken cancellationToken)
    {
        SendResult result = await sender!.SendAsync(batch.ToPayload(), options: null, cancellationToken).ConfigureAwait(false);
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
