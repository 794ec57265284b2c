namespace Rokt.EventApi;

/// <summary>The limits of the Event API, as its guide lists them. Lengths count UTF-16 characters.</summary>
public static class EventApiLimits
{
    /// <summary>The largest request body, in bytes of UTF-8: 262,144 (the guide: "256kb").</summary>
    public const int RequestBodyBytes = 256 * 1024;

    /// <summary>How many batches (requests) an account may send in a second: 270.</summary>
    public const int BatchesPerSecond = 270;

    /// <summary>The longest name of an event attribute, in characters: 256.</summary>
    public const int AttributeNameLength = 256;

    /// <summary>The longest value of an event attribute, in characters: 4096.</summary>
    public const int AttributeValueLength = 4096;

    /// <summary>The most user attributes in a batch, the named ones (such as <c>firstname</c>) included: 100.</summary>
    public const int UserAttributes = 100;

    /// <summary>The longest name of a user attribute, in characters: 256.</summary>
    public const int UserAttributeNameLength = 256;

    /// <summary>The longest value of a user attribute, in characters: 4096.</summary>
    public const int UserAttributeValueLength = 4096;

    /// <summary>The most entries in a user attribute that is a list: 1000. Not in the guide; from the API's public reference.</summary>
    public const int ListEntries = 1000;

    /// <summary>The longest entry of a user attribute that is a list, in characters: 512. Not in the guide; from the API's public reference.</summary>
    public const int ListEntryLength = 512;

    /// <summary>The fewest digits that a <c>mobile</c> number has: 7.</summary>
    public const int MobileMinDigits = 7;

    /// <summary>The most digits that a <c>mobile</c> number has: 15.</summary>
    public const int MobileMaxDigits = 15;
}
