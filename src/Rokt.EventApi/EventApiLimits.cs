namespace Rokt.EventApi;

/// <summary>Gets the limits of the Event API, as its guide lists them. Lengths count UTF-16 characters.</summary>
public static class EventApiLimits
{
    /// <summary>Gets the largest request body, in bytes of UTF-8: 262,144 (the guide: "256kb").</summary>
    public static int RequestBodyBytes => 256 * 1024;

    /// <summary>Gets the most events that the SDK puts into a batch: 100. Not in the guide; from the API's public reference.</summary>
    public static int BatchEvents => 100;

    /// <summary>
    /// Gets the largest batch of several events that the SDK makes, in bytes: 128 KiB. Not in the guide; from the API's public reference.
    /// A single event may take <see cref="RequestBodyBytes"/>.
    /// </summary>
    public static int BatchBytes => 128 * 1024;

    /// <summary>Gets how many batches (requests) an account may send per second: 270.</summary>
    public static int BatchesPerSecond => 270;

    /// <summary>Gets the longest name of an event attribute, in characters: 256.</summary>
    public static int AttributeNameLength => 256;

    /// <summary>Gets the longest value of an event attribute, in characters: 4096.</summary>
    public static int AttributeValueLength => 4096;

    /// <summary>Gets the most user attributes in a batch, the named ones (such as <c>firstname</c>) included: 100.</summary>
    public static int UserAttributes => 100;

    /// <summary>Gets the longest name of a user attribute, in characters: 256.</summary>
    public static int UserAttributeNameLength => 256;

    /// <summary>Gets the longest value of a user attribute, in characters: 4096.</summary>
    public static int UserAttributeValueLength => 4096;

    /// <summary>Gets the most entries in a user attribute that is a list: 1000. Not in the guide; from the API's public reference.</summary>
    public static int ListEntries => 1000;

    /// <summary>Gets the longest entry of a user attribute that is a list, in characters: 512. Not in the guide; from the API's public reference.</summary>
    public static int ListEntryLength => 512;

    /// <summary>Gets the fewest digits that a <c>mobile</c> number has: 7.</summary>
    public static int MobileMinDigits => 7;

    /// <summary>Gets the most digits that a <c>mobile</c> number has: 15.</summary>
    public static int MobileMaxDigits => 15;

    /// <summary>Gets the greatest age of an event that the API accepts, by its event time: 30 days. Not in the guide; from the API's public reference.</summary>
    public static TimeSpan EventAge => TimeSpan.FromDays(30);
}
