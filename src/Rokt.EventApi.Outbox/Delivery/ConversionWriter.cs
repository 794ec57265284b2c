using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Turns a conversion into the row that is stored, and wakes the dispatcher when it is.</summary>
internal sealed class ConversionWriter(string account, IPreparedConversionClient client, OutboxOptions settings, PayloadCodec codec, OutboxClock times, TimeProvider clock, Signal signal)
{
    // A day is left to deliver it.
    private static readonly TimeSpan LongestHold = EventApiLimits.EventAge - TimeSpan.FromDays(1);

    private readonly CustomerHashes? _customers = settings.CustomerKey is { } key ? new CustomerHashes(key) : null;

    /// <summary>Returns the row; null when there is nothing to store, because the client drops the conversion or is disabled.</summary>
    /// <exception cref="OutboxException">It cannot be stored.</exception>
    public NewRow? Write(ConversionEvent conversion, EnqueueOptions? options = null)
    {
        // By the clock that the application reckons with.
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset happened = conversion.EventTime < now ? conversion.EventTime.Value : now;
        if (options?.NotBefore > now && options.NotBefore - happened > LongestHold)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), AccountName.In(account, $"NotBefore is more than 29 days {(happened < now ? "after the conversion's event time" : "from now")}, and the API takes no event that is older than 30 days: set an earlier time."));
        }

        try
        {
            // A time that has passed is none.
            (long Created, long Due)? schedule = options?.NotBefore is { } notBefore ? times.Schedule(notBefore.ToUnixTimeMilliseconds()) : null;
            return schedule is { } at && at.Due > at.Created ? Encode(conversion, at.Created, at.Due) : Encode(conversion, times.Created, notBefore: 0);
        }
        catch (OutboxException exception) when (account.Length > 0)
        {
            throw AccountName.In(account, exception);
        }
    }

    public void Wake() => signal.Set();

    /// <summary>The same, as the handler of an event.</summary>
    public void OnSaved(object? sender, EventArgs arguments) => Wake();

    private NewRow? Encode(ConversionEvent conversion, long created, long notBefore)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (Prepare(conversion, now) is not { Body: var body } prepared)
        {
            return null;
        }

        if (body.Length > EventApiLimits.RequestBodyBytes)
        {
            throw new OutboxException($"The conversion takes {body.Length} bytes as a request, and the API takes {EventApiLimits.RequestBodyBytes} at most: shorten its attributes.");
        }

        return codec.Write(NewRow.NewId(now), body.ToArray(), created) with
        {
            ConfirmationRef = StoredReference.From(prepared.ConfirmationRef),
            CustomerHash = _customers?.Write(body.Span),
            NotBefore = notBefore,
        };
    }

    private PreparedConversion? Prepare(ConversionEvent conversion, DateTimeOffset now)
    {
        try
        {
            return client.Prepare(settings.SendEventTime && conversion.EventTime is null
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
