using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Turns a conversion into the row that is stored, and wakes the dispatcher when it is.</summary>
internal sealed class ConversionWriter(string account, IPreparedConversionClient client, OutboxOptions options, PayloadCodec codec, OutboxClock times, TimeProvider clock, Signal signal)
{
    /// <summary>Returns the row; null when there is nothing to store, because the client drops the conversion or is disabled.</summary>
    /// <exception cref="OutboxException">It cannot be stored.</exception>
    public NewRow? Write(ConversionEvent conversion)
    {
        try
        {
            return Encode(conversion);
        }
        catch (OutboxException exception) when (account.Length > 0)
        {
            throw AccountName.In(account, exception);
        }
    }

    public void Wake() => signal.Set();

    /// <summary>The same, as the handler of an event.</summary>
    public void OnSaved(object? sender, EventArgs arguments) => Wake();

    private NewRow? Encode(ConversionEvent conversion)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (Prepare(conversion, now) is not { Body: var body })
        {
            return null;
        }

        if (body.Length > EventApiLimits.RequestBodyBytes)
        {
            throw new OutboxException($"The conversion takes {body.Length} bytes as a request, and the API takes {EventApiLimits.RequestBodyBytes} at most: shorten its attributes.");
        }

        return codec.Write(NewRow.NewId(now), body.ToArray(), times.Created);
    }

    private PreparedConversion? Prepare(ConversionEvent conversion, DateTimeOffset now)
    {
        try
        {
            return client.Prepare(options.SendEventTime && conversion.EventTime is null
                ? conversion.ToBuilder().WithEventTime(now).Build()
                : conversion);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // BeforeSend threw, or no builder made the event.
            throw new OutboxException(exception.Message);
        }
    }
}
