using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds identities and attributes that the API accepts, but that will match nobody.</summary>
internal sealed class CustomerAdviser(Findings findings, Place batch)
{
    private const int MinPhoneDigits = 7;
    private const int MaxPhoneDigits = 15;
    private const int BirthdayLength = 8;
    private const string PlaceholderMessage = "is a placeholder, which matches nobody; leave it out when it is not known.";

    private readonly Place _identities = batch with { Level = Level.Identities };
    private readonly Place _attributes = batch with { Level = Level.UserAttributes };
    private readonly Place _device = batch with { Level = Level.Device };

    public void Advise(JsonElement root)
    {
        JsonElement? identities = Json.Member(root, "user_identities");
        AdviseOnEmail(Json.FilledText(identities, "email"));
        AdviseOnDigest(Json.FilledText(identities, "other"), Json.FilledText(identities, "email"));
        AdviseOnPlaceholders(identities, _identities, "customerid", "customer_id", "other2");

        JsonElement? attributes = Json.Member(root, "user_attributes");
        AdviseOnPlaceholders(attributes, _attributes, "firstname", "lastname", "mobile", "billingzipcode");
        AdviseOnShape(attributes, "mobile", IsPhone, "does not look like a phone number, such as 3053211654 or +1 (323) 867-5309.");
        AdviseOnShape(attributes, "dob", IsBirthday, "does not look like a date of birth, such as 19991231.");
        AdviseOnShape(attributes, "gender", text => text is "m" or "f", "should be m or f.");
        AdviseOnIpAddress(Json.Text(attributes, "ipaddress"), _attributes, "ipaddress");
        AdviseOnIpAddress(Json.Text(root, "ip"), batch, "ip");
        AdviseOnDevice(Json.Member(root, "device_info"));
    }

    private void AdviseOnEmail(string? email)
    {
        if (email is null)
        {
            return;
        }

        string? message = email switch
        {
            _ when ValueChecks.IsDigest(email) => "is a hash; it belongs in other.",
            _ when Placeholders.Contains(email) => PlaceholderMessage,
            _ when !Identity.IsAddress(email) => "is not an email address.",
            _ => null,
        };
        if (message is not null)
        {
            findings.Advise(_identities, "email", message);
        }

        if (email.Length != email.Trim().Length)
        {
            findings.Advise(_identities, "email", "has spaces around the address; trim it.");
        }

        if (email.Any(char.IsUpper) && !ValueChecks.IsDigest(email))
        {
            findings.Advise(_identities, "email", "has upper-case letters; Rokt's partners send it in lower case.");
        }
    }

    private void AdviseOnDigest(string? digest, string? email)
    {
        if (digest is null)
        {
            return;
        }

        string? message = digest switch
        {
            _ when digest.Contains('@', StringComparison.Ordinal) => "is an address; send it as email, or its SHA-256.",
            Placeholders.DigestOfNothing => "is the SHA-256 of an empty text.",
            _ when !ValueChecks.IsDigest(digest) => "is not a SHA-256: 64 hexadecimal digits.",
            _ when digest.Any(char.IsAsciiLetterUpper) => "has upper-case letters; a hash is sent in lower case.",
            _ when email is null || !Identity.IsAddress(email) || digest == Digest(email.Trim().ToLowerInvariant()) => null,
            _ when digest == Digest(email) => "is the hash of the address as it stands; hash it trimmed and in lower case.",
            _ => "is not the SHA-256 of the email beside it.",
        };
        if (message is not null)
        {
            findings.Advise(_identities, "other", message);
        }
    }

    private void AdviseOnPlaceholders(JsonElement? parent, Place place, params string[] names)
    {
        foreach (string name in names)
        {
            if (Json.FilledText(parent, name) is { } text && Placeholders.Contains(text))
            {
                findings.Advise(place, name, PlaceholderMessage);
            }
        }
    }

    private void AdviseOnShape(JsonElement? attributes, string name, Func<string, bool> fits, string message)
    {
        if (Json.FilledText(attributes, name) is { } text && !Placeholders.Contains(text) && !fits(text))
        {
            findings.Advise(_attributes, name, message);
        }
    }

    private void AdviseOnIpAddress(string? text, Place place, string name)
    {
        if (text is null || ValueChecks.Address(text) is not { } address)
        {
            return;
        }

        if (AddressKind.IsMapped(address))
        {
            findings.Advise(place, name, "is an IPv4 address written as IPv6, as a dual-stack server sees it; send it as IPv4, such as 203.0.113.5.");
        }

        if (AddressKind.Internal(address) is { } kind)
        {
            findings.Advise(place, name, $"is {kind} address, not the customer's; behind a proxy, read X-Forwarded-For.");
        }
    }

    private void AdviseOnDevice(JsonElement? device)
    {
        foreach (string name in Identity.DeviceGuids)
        {
            if (Guid.TryParse(Json.Text(device, name), out Guid guid) && guid == Guid.Empty)
            {
                findings.Advise(_device, name, "is all zeros, which a device sends whose owner does not allow tracking; leave it out.");
            }
        }
    }

    private static bool IsPhone(string text) =>
        !text.Any(char.IsLetter) && text.Count(char.IsAsciiDigit) is >= MinPhoneDigits and <= MaxPhoneDigits;

    private static bool IsBirthday(string text) =>
        text.Length == BirthdayLength
        && DateOnly.TryParseExact(text, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
