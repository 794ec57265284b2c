using System.Net;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Validation;

/// <summary>What is known of the customer: <c>user_attributes</c>.</summary>
internal static class UserAttributeRules
{
    private const string Parent = "user_attributes";

    public static void Check(ConversionEvent conversion, ref ViolationList violations)
    {
        const int Limit = EventApiLimits.UserAttributeValueLength;
        violations.CheckText(Parent, WireNames.FirstName, conversion.FirstName, Limit);
        violations.CheckText(Parent, WireNames.LastName, conversion.LastName, Limit);
        violations.CheckText(Parent, WireNames.BillingZipCode, conversion.BillingZipCode, Limit);
        CheckMobile(conversion.Mobile, ref violations);
        CheckIpAddress("user_attributes.ipaddress", conversion.IpAddress, ref violations);
        if (conversion.Gender is not (null or Gender.Female or Gender.Male))
        {
            violations.Add("user_attributes.gender", "The gender is female or male: use a member of Gender.");
        }

        CheckPlainOrHashed(WireNames.FirstName, conversion.FirstName, conversion.FirstNameSha256, ref violations);
        CheckPlainOrHashed(WireNames.LastName, conversion.LastName, conversion.LastNameSha256, ref violations);
        CheckPlainOrHashed(WireNames.Mobile, conversion.Mobile, conversion.MobileSha256, ref violations);
        CheckPlainOrHashed(WireNames.BillingZipCode, conversion.BillingZipCode, conversion.BillingZipSha256, ref violations);

        // The named ones alone are fewer than the limit.
        if (conversion.CustomUserAttributes is { } attributes)
        {
            int count = CountNamed(conversion) + attributes.Count;
            if (count > EventApiLimits.UserAttributes)
            {
                violations.Add(Parent, "Too many user attributes, the named ones included: leave some out.", EventApiLimits.UserAttributes, count);
            }

            var rules = new CustomAttributeRules(
                Parent, WireNames.UserAttributes, EventApiLimits.UserAttributeNameLength, Limit, ListsAllowed: true);
            rules.Check(attributes, ref violations);
        }
    }

    public static void CheckIpAddress(string path, string? text, ref ViolationList violations)
    {
        if (text is not null && !IsIpAddress(text))
        {
            violations.Add(path, "An IP address is IPv4 (such as 172.3.51.182) or IPv6, without a port, brackets or a zone.");
        }
    }

    private static bool IsIpAddress(string text) =>
        IsIpv4(text)
        || (text.Contains(':', StringComparison.Ordinal) && text.AsSpan().IndexOfAny('[', '%') < 0 && IPAddress.TryParse(text, out _));

    // IPAddress also reads "1", "0x7f.1" and octal parts, none of which a customer has; and it allocates.
    private static bool IsIpv4(string text)
    {
        int parts = 1;
        int digits = 0;
        int value = 0;
        foreach (char character in text)
        {
            if (character == '.' && digits > 0)
            {
                parts++;
                digits = 0;
                value = 0;
            }
            else if (char.IsAsciiDigit(character) && (digits == 0 || value > 0))
            {
                digits++;
                value = (value * 10) + (character - '0');
            }
            else
            {
                return false;
            }

            if (value > byte.MaxValue)
            {
                return false;
            }
        }

        return parts == 4 && digits > 0;
    }

    private static void CheckMobile(string? mobile, ref ViolationList violations)
    {
        if (mobile is null)
        {
            return;
        }

        int digits = 0;
        bool otherCharacters = false;
        foreach (char character in mobile)
        {
            if (char.IsAsciiDigit(character))
            {
                digits++;
            }
            else
            {
                otherCharacters |= char.IsLetterOrDigit(character) || char.IsControl(character);
            }
        }

        if (otherCharacters)
        {
            violations.Add("user_attributes.mobile", "A phone number has no letters, and digits 0 to 9 only, such as 3053211654 or +1 (323) 867-5309.");
        }

        if (digits < EventApiLimits.MobileMinDigits)
        {
            violations.Add("user_attributes.mobile", "A phone number has more digits than this.", EventApiLimits.MobileMinDigits, digits);
        }
        else if (digits > EventApiLimits.MobileMaxDigits)
        {
            violations.Add("user_attributes.mobile", "A phone number has fewer digits than this.", EventApiLimits.MobileMaxDigits, digits);
        }
        else if (mobile.Length > EventApiLimits.UserAttributeValueLength)
        {
            violations.Add("user_attributes.mobile", "The value is too long: shorten it.", EventApiLimits.UserAttributeValueLength, mobile.Length);
        }
    }

    private static void CheckPlainOrHashed(string name, string? plain, string? hashed, ref ViolationList violations)
    {
        if (plain is not null && hashed is not null)
        {
            violations.Add(ViolationList.Path(Parent, name), "The value is set in plain and as a hash: set one of the two.");
        }
    }

    private static int CountNamed(ConversionEvent conversion) =>
        One(conversion.FirstName) + One(conversion.LastName) + One(conversion.Mobile) + One(conversion.IpAddress)
        + One(conversion.BillingZipCode) + One(conversion.FirstNameSha256) + One(conversion.LastNameSha256)
        + One(conversion.MobileSha256) + One(conversion.BillingZipSha256)
        + (conversion.DayOfBirth is null ? 0 : 1) + (conversion.Gender is null ? 0 : 1);

    private static int One(string? value) => value is null ? 0 : 1;
}
