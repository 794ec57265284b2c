using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>An event belongs to a customer.</summary>
internal static class IdentityRules
{
    private static readonly TextField[] Others =
    [
        ConversionFields.CustomerId, ConversionFields.ClickId, ConversionFields.IosAdvertisingId, ConversionFields.AndroidAdvertisingId,
        ConversionFields.IosIdForVendor, ConversionFields.AndroidUuid,
    ];

    public static void Check(ConversionEvent conversion, bool anyIdentity, ref ViolationList violations)
    {
        if (conversion.Email is not null || conversion.HashedEmail is not null)
        {
            return;
        }

        if (!anyIdentity)
        {
            violations.Add(new Subject(ConversionFields.UserIdentities), "An e-mail address or its hash is required: call WithEmail, WithSha256OfEmail or WithHashedEmail (or AllowAnyIdentity for another identity alone).");
        }
        else if (!HasOther(conversion))
        {
            violations.Add(new Subject(ConversionFields.UserIdentities), "An identity is required: an e-mail address or its hash, a customer id, a click id, a device's advertising id, or an IP address together with a user agent.");
        }
    }

    private static bool HasOther(ConversionEvent conversion) =>
        Others.Any(field => field.IsSet(conversion))
        || (conversion.UserAgent is not null && (conversion.IpAddress ?? conversion.BatchIpAddress) is not null);
}
