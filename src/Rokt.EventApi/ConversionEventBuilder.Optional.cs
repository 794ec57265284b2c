namespace Rokt.EventApi;

// What the API takes beyond its guide; sent only when set.
public sealed partial class ConversionEventBuilder
{
    /// <summary>
    /// Sets when the conversion happened; sent in UTC and whole milliseconds. Without it the server takes the time of
    /// arrival, so a late retry moves the conversion. The API takes nothing older than 30 days.
    /// </summary>
    public ConversionEventBuilder WithEventTime(DateTimeOffset eventTime)
    {
        Draft.EventTime = DateTimeOffset.FromUnixTimeMilliseconds(eventTime.ToUnixTimeMilliseconds());
        return this;
    }

    /// <summary>Sets the event's own id (<c>source_message_id</c>). Events with the same one never share a batch.</summary>
    public ConversionEventBuilder WithMessageId(string? messageId)
    {
        Draft.MessageId = Text(messageId);
        return this;
    }

    /// <summary>
    /// Sets the request's id (<c>source_request_id</c>), by which the server recognises a repeat for 30 to 60 days: another
    /// event with the same id is lost. Such an
    /// event always goes as a batch of its own. See <see cref="EventApiOptions.SendRequestId"/> for ids made by the client.
    /// </summary>
    public ConversionEventBuilder WithRequestId(string? requestId)
    {
        Draft.RequestId = Text(requestId);
        return this;
    }

    /// <summary>Sets the customer's IP address, IPv4 or IPv6, at batch level (<c>ip</c>); the guide's own place is <see cref="WithIpAddress"/>.</summary>
    public ConversionEventBuilder WithBatchIpAddress(string? ipAddress)
    {
        Draft.BatchIpAddress = Text(ipAddress);
        return this;
    }

    /// <summary>Sets the customer's postal code; at most 4096 characters.</summary>
    public ConversionEventBuilder WithBillingZipCode(string? billingZipCode)
    {
        Draft.BillingZipCode = Text(billingZipCode);
        return this;
    }

    /// <summary>Sends the SHA-256 of the trimmed first name in place of the name. 64 hexadecimal digits are passed on as they are.</summary>
    public ConversionEventBuilder WithSha256OfFirstName(string? firstName)
    {
        Draft.FirstNameSha256 = Hash(firstName, "user_attributes.firstnamesha256");
        return this;
    }

    /// <summary>Sends the SHA-256 of the trimmed last name in place of the name. 64 hexadecimal digits are passed on as they are.</summary>
    public ConversionEventBuilder WithSha256OfLastName(string? lastName)
    {
        Draft.LastNameSha256 = Hash(lastName, "user_attributes.lastnamesha256");
        return this;
    }

    /// <summary>Sends the SHA-256 of the trimmed phone number in place of the number. 64 hexadecimal digits are passed on as they are.</summary>
    public ConversionEventBuilder WithSha256OfMobile(string? mobile)
    {
        Draft.MobileSha256 = Hash(mobile, "user_attributes.mobilesha256");
        return this;
    }

    /// <summary>Sends the SHA-256 of the trimmed postal code in place of the code. 64 hexadecimal digits are passed on as they are.</summary>
    public ConversionEventBuilder WithSha256OfBillingZipCode(string? billingZipCode)
    {
        Draft.BillingZipSha256 = Hash(billingZipCode, "user_attributes.billingzipsha256");
        return this;
    }

    /// <summary>Sets the customer's date of birth; sent as <c>YYYYMMDD</c>.</summary>
    /// <param name="dateOfBirth">The day, as it stands there: no time zone is reckoned with, and the time of day is left out.</param>
    public ConversionEventBuilder WithDateOfBirth(DateTime dateOfBirth)
    {
        Draft.DayOfBirth = dateOfBirth.Date;
        return this;
    }

    /// <summary>Sets the customer's gender.</summary>
    public ConversionEventBuilder WithGender(Gender gender)
    {
        Draft.Gender = gender;
        return this;
    }

    /// <summary>Sets the User-Agent header of the customer's browser.</summary>
    public ConversionEventBuilder WithUserAgent(string? userAgent)
    {
        Draft.UserAgent = Text(userAgent);
        return this;
    }

    /// <summary>Sets the iOS advertising id of the customer's device; all zeros, as with tracking denied, count as not set.</summary>
    public ConversionEventBuilder WithIosAdvertisingId(Guid id)
    {
        Draft.IosAdvertisingId = id == Guid.Empty ? null : id;
        return this;
    }

    /// <summary>Sets the Android advertising id of the customer's device; all zeros, as with tracking denied, count as not set.</summary>
    public ConversionEventBuilder WithAndroidAdvertisingId(Guid id)
    {
        Draft.AndroidAdvertisingId = id == Guid.Empty ? null : id;
        return this;
    }

    /// <summary>Sets the iOS id for vendors of the customer's device; all zeros, as with tracking denied, count as not set.</summary>
    public ConversionEventBuilder WithIosIdForVendor(Guid id)
    {
        Draft.IosIdForVendor = id == Guid.Empty ? null : id;
        return this;
    }

    /// <summary>Sets the Android UUID of the customer's device.</summary>
    public ConversionEventBuilder WithAndroidUuid(string? androidUuid)
    {
        Draft.AndroidUuid = Text(androidUuid);
        return this;
    }
}
