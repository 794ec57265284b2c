using System.Collections.Frozen;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>The names of members: which the API knows, and which field was meant by one that it does not.</summary>
internal static class KnownNames
{
    private const int MaxLength = 40;
    private const int MinLengthForTypos = 5;

    // What mParticle's reference has beside the fields of a conversion.
    private static readonly FrozenSet<(Level, string)> Others = new Dictionary<Level, string>
    {
        [Level.Batch] = "events user_identities user_attributes device_info integration_attributes schema_version mpid mp_deviceid application_info "
            + "consent_state context deleted_user_attributes timestamp_unixtime_ms batch_id job_id api_key source_info partner_identity",
        [Level.Identities] = "other3 other4 other5 other6 other7 other8 other9 other10 facebook twitter google microsoft yahoo facebook_custom_audience_id "
            + "mobile_number phone_number_2 phone_number_3 alias",
        [Level.Event] = "data",
        [Level.Data] = "custom_attributes event_id session_id session_uuid session_start_unixtime_ms event_start_unixtime_ms event_num location "
            + "device_current_state custom_flags canonical_name is_goal_defined lifetime_value_change lifetime_value_attribute_name",
    }.SelectMany(level => level.Value.Split(' ').Select(name => (level.Key, name))).ToFrozenSet();

    // Other names for the same thing, without punctuation.
    private static readonly (Level Level, string Name, string Aliases)[] Aliases =
    [
        (Level.Batch, "environment", "env mode"),
        (Level.Batch, "source_request_id", "requestid"),
        (Level.Batch, "user_identities", "identities identity useridentity user customer"),
        (Level.Batch, "user_attributes", "userattribute attributes"),
        (Level.Batch, "device_info", "device"),
        (Level.Batch, "events", "event conversions"),
        (Level.Identities, "email", "emailaddress mail useremail customeremail emailid"),
        (Level.Identities, "other", "hashedemail emailhash emailsha256 sha256email emailsha hashemail"),
        (Level.Identities, "other2", "clickid roktclickid rclid rtid passbackconversiontrackingid"),
        (Level.Identities, "customerid", "userid memberid"),
        (Level.UserAttributes, "firstname", "fname givenname forename"),
        (Level.UserAttributes, "lastname", "lname surname familyname"),
        (Level.UserAttributes, "mobile", "phone phonenumber mobilephone mobilenumber telephone tel cell cellphone msisdn"),
        (Level.UserAttributes, "ipaddress", "ipaddr clientip userip customerip"),
        (Level.UserAttributes, "billingzipcode", "zip zipcode postcode postalcode billingzip billingpostcode billingpostalcode"),
        (Level.UserAttributes, "dob", "birthdate birthday dateofbirth"),
        (Level.UserAttributes, "gender", "sex"),
        (Level.Device, "http_header_user_agent", "useragent"),
        (Level.Device, "ios_advertising_id", "idfa iosidfa"),
        (Level.Device, "android_advertising_id", "gaid aaid"),
        (Level.Device, "ios_idfv", "idfv"),
        (Level.Event, "event_type", "type"),
        (Level.Event, "data", "eventdata"),
        (Level.Data, "event_name", "name"),
        (Level.Data, "custom_attributes", "attributes"),
        (Level.Data, "timestamp_unixtime_ms", "timestamp timestampms time eventtime"),
        (Level.Data, "source_message_id", "messageid"),
        (Level.Attributes, "amount", "price total totalprice totalamount ordertotal value revenue"),
        (Level.Attributes, "currency", "currencycode"),
        (Level.Attributes, "quantity", "qty itemcount"),
        (Level.Attributes, "conversiontype", "typeofconversion"),
        (Level.Attributes, "productname", "product itemname"),
        (Level.Attributes, "paymenttype", "paymentmethod"),
        (Level.Attributes, "transactionid", "orderid ordernumber orderref"),
        (Level.Attributes, "confirmationref", "confirmationreference confirmationid confirmationnumber confirmation conversionref"),
    ];

    private static readonly FrozenDictionary<(Level Level, string Name), string> Meant = MeantNames();

    private static readonly ILookup<Level, (string Name, string Normalized)> Names = Fields.All.Select(field => (field.Level, field.Name))
        .Concat(Others).ToLookup(known => known.Item1, known => (known.Item2, Normalize(known.Item2)));

    // Where a name stands that belongs to another object of the batch.
    private static readonly FrozenDictionary<string, Level> Homes = Fields.All
        .Where(field => field.Name is not ("other" or "ip" or "environment"))
        .Select(field => (Name: Normalize(field.Name), field.Level))
        .Concat(Aliases.Where(entry => entry.Level is Level.Identities or Level.UserAttributes && entry.Name != "other")
            .SelectMany(entry => entry.Aliases.Split(' '), (entry, alias) => (Name: alias, entry.Level)))
        .DistinctBy(entry => entry.Name)
        .ToFrozenDictionary(entry => entry.Name, entry => entry.Level);

    public static bool IsKnown(Level level, string name) => Fields.Find(level, name) is not null || Others.Contains((level, name));

    /// <summary>Gets the object of a batch that a name of one of its fields belongs to, however it is written; null for an unknown name.</summary>
    public static Level? Home(string name) =>
        name.Length <= MaxLength && Homes.TryGetValue(Normalize(name), out Level level) ? level : null;

    /// <summary>Gets the field of a level that an unknown name was probably meant for, or null.</summary>
    public static string? MeantBy(Level level, string name)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        string normalized = Normalize(name);
        return Meant.GetValueOrDefault((level, normalized))
            ?? (normalized.Length < MinLengthForTypos
                ? null
                : Names[level].FirstOrDefault(known => Typos.IsOneApart(normalized, known.Normalized)).Name);
    }

    private static FrozenDictionary<(Level Level, string Name), string> MeantNames()
    {
        IEnumerable<(Level Level, string Written, string Name)> spellings = Fields.All.Select(field => (field.Level, field.Name, field.Name))
            .Concat(Others.Select(other => (other.Item1, other.Item2, other.Item2)))
            .Concat(Aliases.SelectMany(entry => entry.Aliases.Split(' '), (entry, alias) => (entry.Level, alias, entry.Name)));
        return spellings.DistinctBy(spelling => (spelling.Level, Normalize(spelling.Written)))
            .ToFrozenDictionary(spelling => (spelling.Level, Normalize(spelling.Written)), spelling => spelling.Name);
    }

    private static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
