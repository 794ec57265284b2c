using System.Globalization;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Validation;

/// <summary>Who the customer is: <c>user_identities</c>.</summary>
internal static class IdentityRules
{
    private const string Parent = "user_identities";

    public static void Check(ConversionEvent conversion, bool anyIdentity, ref ViolationList violations)
    {
        if (conversion.Email is null && conversion.HashedEmail is null)
        {
            if (!anyIdentity)
            {
                violations.Add(Parent, "An e-mail address or its hash is required: call WithEmail, WithSha256OfEmail or WithHashedEmail (or AllowAnyIdentity for a customer id, click id or device id alone).");
            }
            else if (!HasOtherIdentity(conversion))
            {
                violations.Add(Parent, "An identity is required: an e-mail address or its hash, a customer id, a click id or a device's advertising id.");
            }
        }

        if (conversion.Email is { } email)
        {
            if (Sha256Digest.Is(email))
            {
                violations.Add("user_identities.email", "This is a hash, not an address: set it with WithHashedEmail.");
            }
            else if (!IsAddress(email))
            {
                violations.Add("user_identities.email", "An e-mail address has the form name@example.com, without spaces.");
            }
        }

        if (conversion.HashedEmail is { } hashed && hashed.Contains('@', StringComparison.Ordinal))
        {
            violations.Add("user_identities.other", "This is an address, not a hash: set it with WithEmail, or have it hashed with WithSha256OfEmail.");
        }

        violations.CheckText(Parent, WireNames.Email, conversion.Email);
        violations.CheckText(Parent, WireNames.HashedEmail, conversion.HashedEmail);
        violations.CheckText(Parent, WireNames.CustomerId, conversion.CustomerId);
        violations.CheckText(Parent, WireNames.ClickId, conversion.ClickId);
    }

    private static bool HasOtherIdentity(ConversionEvent conversion) =>
        conversion.CustomerId is not null
        || conversion.ClickId is not null
        || conversion.IosAdvertisingId is not null
        || conversion.AndroidAdvertisingId is not null
        || conversion.IosIdForVendor is not null
        || conversion.AndroidUuid is not null;

    // The shape only: which addresses exist is the mail server's to know.
    public static bool IsAddress(string email)
    {
        int at = email.IndexOf('@', StringComparison.Ordinal);
        ReadOnlySpan<char> domain = email.AsSpan(at + 1);
        if (at <= 0 || domain.Contains('@') || domain.Contains("..", StringComparison.Ordinal) || !domain.Contains('.') || domain[0] == '.' || domain[^1] == '.')
        {
            return false;
        }

        foreach (char character in email)
        {
            if (!IsAllowed(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(char character) => character < '\x7F'
        ? character is > ' ' and not ('<' or '>' or ',' or ';' or ':')
        : !char.IsWhiteSpace(character) && !char.IsControl(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format;
}
