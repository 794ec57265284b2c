namespace Rokt.EventApi.Cli.Exports;

/// <summary>Files made for the uploads of other advertising systems.</summary>
internal static class UploadTemplates
{
    public static ExportFormat[] All { get; } =
    [
        new("Google Ads offline conversions")
        {
            Signature = ["conversionname", "conversiontime"],
            Columns =
            [
                (Field.Email, ["email", "emailaddress"]),
                (Field.FirstName, ["firstname"]),
                (Field.LastName, ["lastname"]),
                (Field.Mobile, ["phonenumber", "phone"]),
                (Field.Amount, ["conversionvalue"]),
                (Field.Currency, ["conversioncurrency"]),
                (Field.ConversionType, ["conversionname"]),
                (Field.ConfirmationRef, ["orderid"]),
                (Field.EventTime, ["conversiontime"]),
            ],
            WithoutEmail = "A Google click id is no identity at Rokt: use the template for enhanced conversions for leads, which has the column Email.",
        },
        new("Meta offline events")
        {
            Signature = ["eventname", "eventtime", "value"],
            Columns =
            [
                (Field.Email, ["email", "em"]),
                (Field.FirstName, ["fn", "firstname"]),
                (Field.LastName, ["ln", "lastname"]),
                (Field.Mobile, ["phone", "ph"]),
                (Field.BillingZipCode, ["zip", "zp"]),
                (Field.DateOfBirth, ["dob"]),
                (Field.Gender, ["gen"]),
                (Field.Amount, ["value"]),
                (Field.Currency, ["currency"]),
                (Field.ConversionType, ["eventname"]),
                (Field.ConfirmationRef, ["orderid"]),
                (Field.EventTime, ["eventtime"]),
            ],
            WithoutEmail = "Add a column email, with the address or its SHA-256.",
        },
    ];
}
