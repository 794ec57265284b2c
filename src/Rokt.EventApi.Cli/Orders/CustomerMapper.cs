using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Gives what an order's rows say of the customer to the SDK's builder.</summary>
internal sealed class CustomerMapper(ColumnMap map, DateOrder dateOrder, bool hashEmails)
{
    /// <summary>Maps the address or its digest; false when the order has neither.</summary>
    public bool TryMapIdentity(ConversionEventBuilder builder, OrderRows rows)
    {
        ReadOnlySpan<char> email = rows.Value(map, Field.Email);
        ReadOnlySpan<char> hashed = rows.Value(map, Field.HashedEmail);
        if (!hashed.IsEmpty)
        {
            builder.WithHashedEmail(hashed.ToString());
        }

        if (!email.IsEmpty)
        {
            string address = email.ToString();
            _ = CellText.IsDigest(email) ? builder.WithHashedEmail(address)
                : hashEmails ? builder.WithSha256OfEmail(address)
                : builder.WithEmail(address);
        }

        return !email.IsEmpty || !hashed.IsEmpty;
    }

    public void Map(ConversionEventBuilder builder, OrderRows rows, ref OrderDraft draft)
    {
        ReadOnlySpan<char> first = rows.Value(map, Field.FirstName);
        ReadOnlySpan<char> last = rows.Value(map, Field.LastName);
        ReadOnlySpan<char> full = rows.Value(map, Field.FullName);
        if (first.IsEmpty && last.IsEmpty && full.LastIndexOf(' ') is > 0 and var blank)
        {
            first = full[..blank].TrimEnd();
            last = full[(blank + 1)..];
        }

        if (CellText.IsDigest(first) || CellText.IsDigest(last))
        {
            builder.WithSha256OfFirstName(CellText.ToText(first)).WithSha256OfLastName(CellText.ToText(last));
        }
        else
        {
            builder.WithFirstName(CellText.ToText(first)).WithLastName(CellText.ToText(last));
        }

        ReadOnlySpan<char> mobile = CellText.WithoutExtension(rows.Value(map, Field.Mobile));
        if (CellText.IsDigest(mobile))
        {
            builder.WithSha256OfMobile(mobile.ToString());
        }
        else if (CellText.IsDestroyed(mobile))
        {
            draft.Drop("user_attributes.mobile", RuleTexts.DigitsLost);
        }
        else if (mobile.IndexOfAnyInRange('0', '9') >= 0)
        {
            builder.WithMobile(mobile.ToString());
        }

        builder
            .WithIpAddress(CellText.ToText(rows.Value(map, Field.IpAddress)))
            .WithUserAgent(CellText.ToText(rows.Value(map, Field.UserAgent)))
            .WithCustomerId(CellText.ToText(rows.Value(map, Field.CustomerId)))
            .WithClickId(CellText.ToText(rows.Value(map, Field.ClickId)))
            .WithBillingZipCode(CellText.ToText(rows.Value(map, Field.BillingZipCode)));
        MapPerson(builder, rows, ref draft);
    }

    private void MapPerson(ConversionEventBuilder builder, OrderRows rows, ref OrderDraft draft)
    {
        ReadOnlySpan<char> born = rows.Value(map, Field.DateOfBirth);
        if (!born.IsEmpty)
        {
            if (TimeText.TryParse(born, dateOrder, out DateTime day, out _, out _))
            {
                builder.WithDateOfBirth(day);
            }
            else
            {
                draft.Drop("user_attributes.dob", "The date of birth cannot be read: write it as 1990-12-31.");
            }
        }

        ReadOnlySpan<char> gender = rows.Value(map, Field.Gender);
        if (IsOneOf(gender, ["f", "female", "woman"]))
        {
            builder.WithGender(Gender.Female);
        }
        else if (IsOneOf(gender, ["m", "male", "man"]))
        {
            builder.WithGender(Gender.Male);
        }
        else if (!gender.IsEmpty)
        {
            draft.Drop("user_attributes.gender", "The gender is none of f, female, m and male.");
        }
    }

    // Whole words: "Mrs" and "mujer" begin with an m as well.
    private static bool IsOneOf(ReadOnlySpan<char> text, ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
