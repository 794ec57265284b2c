using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>A value is sent in plain or as its hash. The e-mail address alone can be both, as in the guide's example.</summary>
internal static class PlainOrHashedRules
{
    private static readonly (TextField Plain, TextField Hashed)[] Pairs =
    [
        (ConversionFields.FirstName, ConversionFields.FirstNameSha256),
        (ConversionFields.LastName, ConversionFields.LastNameSha256),
        (ConversionFields.Mobile, ConversionFields.MobileSha256),
        (ConversionFields.BillingZipCode, ConversionFields.BillingZipSha256),
    ];

    public static void Check(ConversionEvent conversion, ref ViolationList violations)
    {
        foreach ((TextField plain, TextField hashed) in Pairs)
        {
            if (plain.IsSet(conversion) && hashed.IsSet(conversion))
            {
                violations.Add(new Subject(plain), "The value is set in plain and as a hash: set one of the two.");
            }
        }
    }
}
