using System.Text.Json;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Reads the time of the event from the body of a request.</summary>
internal static class EventTime
{
    /// <summary>Returns the event's own time in Unix milliseconds; null if it has none.</summary>
    public static long? Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("timestamp_unixtime_ms"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long time) ? time : null;
                }
            }
        }
        catch (JsonException)
        {
            // The server judges it.
        }

        return null;
    }
}
