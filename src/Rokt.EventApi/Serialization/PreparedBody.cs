using System.Text.Json;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Serialization;

/// <summary>Describes a prepared conversion, read from its bytes.</summary>
internal readonly record struct PreparedBody(string RequestId, string? ConfirmationRef, DateTimeOffset? EventTime)
{
    public override string ToString() => nameof(PreparedBody);

    /// <exception cref="FormatException">No client prepared these bytes.</exception>
    public static PreparedBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            JsonElement events = root.GetProperty("events");
            JsonElement data = events[0].GetProperty("data");
            if (events.GetArrayLength() == 1
                && root.GetProperty(ConversionFields.Environment.Name).ValueKind == JsonValueKind.String
                && (!root.TryGetProperty(ConversionFields.UserIdentities.Path, out JsonElement identities) || identities.ValueKind == JsonValueKind.Object)
                && data.GetProperty("event_name").ValueEquals("conversion"u8)
                && root.GetProperty(ConversionFields.RequestId.Name).GetString() is { Length: > 0 } requestId)
            {
                string? confirmationRef = data.TryGetProperty("custom_attributes", out JsonElement attributes)
                    && attributes.TryGetProperty(ConversionFields.ConfirmationRef.Name, out JsonElement reference)
                        ? reference.GetString()
                        : null;
                DateTimeOffset? eventTime = data.TryGetProperty("timestamp_unixtime_ms", out JsonElement time)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(time.GetInt64())
                    : null;
                return new PreparedBody(requestId, confirmationRef, eventTime);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or IndexOutOfRangeException or FormatException or ArgumentOutOfRangeException)
        {
            // Its message may quote personal data.
        }

        throw new FormatException("These bytes are not the body of a prepared conversion: they are damaged, or were not made by IPreparedConversionClient.Prepare.");
    }
}
