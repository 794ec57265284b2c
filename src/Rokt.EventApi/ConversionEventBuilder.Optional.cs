using System.Net;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi;

// What the API takes beyond its guide; sent only when set.
public sealed partial class ConversionEventBuilder
{
    /// <summary>
    /// Sets when the conversion happened; sent in UTC and whole milliseconds. Without it the server takes the time of
    /// arrival, so a late retry moves the conversion. The default of the type counts as not set.
    /// </summary>
    /// <remarks>
    /// The API takes nothing older than 30 days. An event that is older, or more than a day ahead, at the time of sending is
    /// sent nevertheless, counted by the metric <c>rokt.event_api.events.mistimed</c>, and logged as a warning once per client.
    /// </remarks>
    public ConversionEventBuilder WithEventTime(DateTimeOffset? eventTime)
    {
        Draft.EventTime = eventTime is not { } time || time == default
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        return this;
    }

    /// <summary>Sets the event's own id (<c>source_message_id</c>). Events with the same one never share a batch.</summary>
    public ConversionEventBuilder WithMessageId(string? messageId) => Set(ConversionFields.MessageId, messageId);

    /// <summary>
    /// Sets the type of the event (<c>custom_event_type</c>), which the guide leaves out and other integrations of the API send:
    /// <c>transaction</c> for a conversion. Default: not sent.
    /// </summary>
    public ConversionEventBuilder WithCustomEventType(string? customEventType) => Set(ConversionFields.CustomEventType, customEventType);

    /// <summary>
    /// Sets the request's id (<c>source_request_id</c>), by which the server recognizes a repeat for 30 to 60 days: another
    /// event with the same id is lost. Such an event always goes as a batch of its own. See
    /// <see cref="EventApiOptions.SendRequestId"/> for ids made by the client.
    /// </summary>
    public ConversionEventBuilder WithRequestId(string? requestId) => Set(ConversionFields.RequestId, requestId);

    /// <summary>Sets the customer's IP address at batch level (<c>ip</c>); the guide's own place is <see cref="WithIpAddress(string?)"/>, which takes the same forms.</summary>
    public ConversionEventBuilder WithBatchIpAddress(string? ipAddress) => Set(ConversionFields.BatchIpAddress, ipAddress);

    /// <summary>Sets the customer's IP address at batch level (<c>ip</c>); the guide's own place is <see cref="WithIpAddress(IPAddress?)"/>, which takes the same forms.</summary>
    public ConversionEventBuilder WithBatchIpAddress(IPAddress? ipAddress) => Set(ConversionFields.BatchIpAddress, IpAddressText.From(ipAddress));

    /// <summary>Sets the customer's postal code; at most 4096 characters.</summary>
    public ConversionEventBuilder WithBillingZipCode(string? billingZipCode) => Set(ConversionFields.BillingZipCode, billingZipCode);

    /// <summary>Sends the SHA-256 of the trimmed first name in place of the name, which keeps the name's rules. 64 hexadecimal digits are passed on.</summary>
    public ConversionEventBuilder WithSha256OfFirstName(string? firstName) => SetHash(ConversionFields.FirstName, firstName);

    /// <summary>Sends the SHA-256 of the trimmed last name in place of the name, which keeps the name's rules. 64 hexadecimal digits are passed on.</summary>
    public ConversionEventBuilder WithSha256OfLastName(string? lastName) => SetHash(ConversionFields.LastName, lastName);

    /// <summary>Sends the SHA-256 of the trimmed phone number in place of the number, which keeps the number's rules. 64 hexadecimal digits are passed on.</summary>
    public ConversionEventBuilder WithSha256OfMobile(string? mobile) => SetHash(ConversionFields.Mobile, mobile);

    /// <summary>Sends the SHA-256 of the trimmed postal code in place of the code, which keeps the code's rules. 64 hexadecimal digits are passed on.</summary>
    public ConversionEventBuilder WithSha256OfBillingZipCode(string? billingZipCode) => SetHash(ConversionFields.BillingZipCode, billingZipCode);

    /// <summary>Sets the customer's date of birth; sent as <c>YYYYMMDD</c>. A day in the future (UTC) or more than 130 years ago is a violation; the default of the type counts as not set.</summary>
    /// <param name="dateOfBirth">The day, as it is: no time zone applies, and the time of day is left out.</param>
    public ConversionEventBuilder WithDateOfBirth(DateTime? dateOfBirth)
    {
        Draft.DayOfBirth = dateOfBirth is { } time && time.Date != default ? time.Date : null;
        return this;
    }

    /// <summary>Sets the customer's gender.</summary>
    public ConversionEventBuilder WithGender(Gender? gender)
    {
        Draft.Gender = gender;
        return this;
    }

    /// <summary>Sets the User-Agent header of the customer's browser.</summary>
    public ConversionEventBuilder WithUserAgent(string? userAgent) => Set(ConversionFields.UserAgent, userAgent);

    /// <summary>Sets the iOS advertising id of the customer's device; all zeros, as with tracking denied, count as not set.</summary>
    public ConversionEventBuilder WithIosAdvertisingId(Guid? id) => Set(ConversionFields.IosAdvertisingId, DeviceId.From(id));

    /// <summary>Sets the Android advertising id of the customer's device; all zeros, as with tracking denied, count as not set.</summary>
    public ConversionEventBuilder WithAndroidAdvertisingId(Guid? id) => Set(ConversionFields.AndroidAdvertisingId, DeviceId.From(id));

    /// <summary>Sets the iOS id for vendors of the customer's device; all zeros, as with tracking denied, count as not set.</summary>
    public ConversionEventBuilder WithIosIdForVendor(Guid? id) => Set(ConversionFields.IosIdForVendor, DeviceId.From(id));

    /// <summary>Sets the Android UUID of the customer's device.</summary>
    public ConversionEventBuilder WithAndroidUuid(string? androidUuid) => Set(ConversionFields.AndroidUuid, androidUuid);
}
