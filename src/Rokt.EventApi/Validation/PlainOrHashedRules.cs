using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>A value is sent in plain or as its hash. The e-mail address alone can be both, as in the guide's example.</summary>
internal static class PlainOrHashedRules
{
    private static readonly TextField[] PlainFields =
        [.. ConversionFields.UserAttributes.Fields.OfType<TextField>().Where(field => field.HashedAs is not null)];

    public static void Check(ConversionEvent conversion, ref ViolationList violations)
    {
        foreach (TextField plain in PlainFields)
        {
            if (plain.IsSet(conversion) && plain.HashedAs!.IsSet(conversion))
            {
                violations.Add(new Subject(plain), "The value is set in plain and as a hash: set one of the two.");
            }
        }
    }
}
