namespace Rokt.EventApi.Fields;

/// <summary>The fields of a conversion, in the order of the request's JSON. Whoever adds a field adds it here.</summary>
internal static class ConversionFields
{
    public static readonly Section Batch;
    public static readonly Section UserIdentities;
    public static readonly Section UserAttributes;
    public static readonly Section DeviceInfo;
    public static readonly Section EventData;
    public static readonly Section EventAttributes;

    public static readonly Field Environment;
    public static readonly TextField Email, HashedEmail, CustomerId, ClickId;
    public static readonly TextField FirstName, LastName, Mobile, IpAddress, BillingZipCode;
    public static readonly TextField FirstNameSha256, LastNameSha256, MobileSha256, BillingZipSha256;
    public static readonly TextField BatchIpAddress, RequestId;
    public static readonly TextField UserAgent, IosAdvertisingId, AndroidAdvertisingId, IosIdForVendor, AndroidUuid;
    public static readonly TextField CustomEventType, MessageId;
    public static readonly Field Amount;
    public static readonly TextField Currency, ConversionType, ProductName, Sku, PaymentType, TransactionId, ConfirmationRef;

    /// <summary>How many texts an event holds.</summary>
    public static readonly int TextCount;

    static ConversionFields()
    {
        const string Identities = "user_identities";
        const string User = "user_attributes";
        const string Device = "device_info";
        const string Data = "events[0].data";
        const string Attributes = "events[0].data.custom_attributes";

        var line = new PlainText(limit: null, isSingleLine: true);
        var userAttribute = new PlainText(EventApiLimits.UserAttributeValueLength, isSingleLine: true);
        var eventAttribute = new PlainText(EventApiLimits.AttributeValueLength, isSingleLine: true);
        var ipAddress = new IpAddressText();
        var deviceId = new DeviceId();
        int texts = 0;

        // Before the plain values, which name them.
        HashedEmail = Text(Identities, "other", new Digest("WithEmail", "WithSha256OfEmail", "WithHashedEmail", placeholder: "SHA256-hash-of-email"), isEssential: true);
        FirstNameSha256 = Text(User, "firstnamesha256", new Digest("WithFirstName", "WithSha256OfFirstName"));
        LastNameSha256 = Text(User, "lastnamesha256", new Digest("WithLastName", "WithSha256OfLastName"));
        MobileSha256 = Text(User, "mobilesha256", new Digest("WithMobile", "WithSha256OfMobile"));
        BillingZipSha256 = Text(User, "billingzipsha256", new Digest("WithBillingZipCode", "WithSha256OfBillingZipCode"));

        UserIdentities = new Section(
            Identities,
            [
                Email = Text(Identities, "email", new EmailAddress(), isEssential: true, hashedAs: HashedEmail),
                HashedEmail,
                CustomerId = Text(Identities, "customerid", line, isEssential: true),
                ClickId = Text(Identities, "other2", line, isEssential: true),
            ])
        {
            IsOptional = false,
        };

        UserAttributes = new Section(
            User,
            [
                FirstName = Text(User, "firstname", userAttribute, hashedAs: FirstNameSha256),
                LastName = Text(User, "lastname", userAttribute, hashedAs: LastNameSha256),
                Mobile = Text(User, "mobile", new PhoneNumber(), hashedAs: MobileSha256),
                IpAddress = Text(User, "ipaddress", ipAddress),
                BillingZipCode = Text(User, "billingzipcode", userAttribute, hashedAs: BillingZipSha256),
                FirstNameSha256,
                LastNameSha256,
                MobileSha256,
                BillingZipSha256,
                new ValueField<DateTime>(User, "dob", ValueKinds.DateOfBirth, false, e => e.DayOfBirth, (e, day) => e.DayOfBirth = day),
                new ValueField<Gender>(User, "gender", ValueKinds.Gender, false, e => e.Gender, (e, gender) => e.Gender = gender),
            ],
            e => e.CustomUserAttributes)
        {
            MemberLimit = EventApiLimits.UserAttributes,
        };

        BatchIpAddress = Text("", "ip", ipAddress);
        DeviceInfo = new Section(
            Device,
            [
                UserAgent = Text(Device, "http_header_user_agent", line),
                IosAdvertisingId = Text(Device, "ios_advertising_id", deviceId),
                AndroidAdvertisingId = Text(Device, "android_advertising_id", deviceId),
                IosIdForVendor = Text(Device, "ios_idfv", deviceId),
                AndroidUuid = Text(Device, "android_uuid", line),
            ],
            e => e.AdditionalFields(DeviceInfo!));

        EventData = new Section(
            Data,
            [
                CustomEventType = Text(Data, "custom_event_type", line),
                MessageId = Text(Data, "source_message_id", line),
                new ValueField<DateTimeOffset>(Data, "timestamp_unixtime_ms", ValueKinds.EventTime, false, e => e.EventTime, (e, time) => e.EventTime = time),
            ],
            e => e.AdditionalFields(EventData!),
            "event_name",
            "custom_attributes");

        EventAttributes = new Section(
            Attributes,
            [
                Amount = new ValueField<decimal>(Attributes, "amount", ValueKinds.Number, true, e => e.Amount, (e, amount) => e.Amount = amount),
                Currency = Text(Attributes, "currency", new CurrencyCode(), isEssential: true),
                new ValueField<int>(Attributes, "quantity", ValueKinds.Quantity, false, e => e.Quantity, (e, quantity) => e.Quantity = quantity),
                ConversionType = Text(Attributes, "conversiontype", eventAttribute),
                ProductName = Text(Attributes, "productname", new PlainText(EventApiLimits.AttributeValueLength, isSingleLine: false)),
                Sku = Text(Attributes, "sku", eventAttribute),
                PaymentType = Text(Attributes, "paymenttype", eventAttribute),
                new ValueField<decimal>(Attributes, "margin", ValueKinds.Number, false, e => e.Margin, (e, margin) => e.Margin = margin),
                TransactionId = Text(Attributes, "transactionid", eventAttribute),
                ConfirmationRef = Text(Attributes, "confirmationref", eventAttribute),
            ],
            e => e.CustomAttributes);

        // Begins the JSON, and the client has one for the events that have none: it is no part of a section.
        Environment = new ValueField<EventEnvironment>("", "environment", ValueKinds.Environment, true, e => e.Environment, (e, environment) => e.Environment = environment);
        RequestId = Text("", "source_request_id", line);
        Batch = new Section(
            "",
            [BatchIpAddress, RequestId],
            e => e.AdditionalFields(Batch!),
            Environment.Name,
            Identities,
            User,
            Device,
            "integration_attributes",
            "events");

        Sections = [UserIdentities, UserAttributes, Batch, DeviceInfo, EventData, EventAttributes];
        All = [Environment, .. Sections.SelectMany(section => section.Fields)];
        TextCount = texts;

        TextField Text(string parent, string name, TextKind kind, bool isEssential = false, TextField? hashedAs = null) =>
            new(texts++, parent, name, kind, isEssential, hashedAs);
    }

    /// <summary>Gets the sections in which fields stand.</summary>
    public static Section[] Sections { get; }

    /// <summary>Gets every field.</summary>
    public static Field[] All { get; }
}
