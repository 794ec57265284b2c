using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// The names of the request's JSON that are no fields, and the values that never change. The writer looks through each text
/// for characters to escape; through these it looks once, and from then on copies them.
/// </summary>
internal static class EncodedText
{
    public static readonly JsonEncodedText IntegrationAttributes = JsonEncodedText.Encode("integration_attributes");
    public static readonly JsonEncodedText RoktIntegration = JsonEncodedText.Encode("1277");
    public static readonly JsonEncodedText PassbackConversionTrackingId = JsonEncodedText.Encode("passbackconversiontrackingid");

    public static readonly JsonEncodedText Events = JsonEncodedText.Encode("events");
    public static readonly JsonEncodedText EventType = JsonEncodedText.Encode("event_type");
    public static readonly JsonEncodedText CustomEvent = JsonEncodedText.Encode("custom_event");
    public static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    public static readonly JsonEncodedText EventName = JsonEncodedText.Encode("event_name");
    public static readonly JsonEncodedText Conversion = JsonEncodedText.Encode("conversion");
}
