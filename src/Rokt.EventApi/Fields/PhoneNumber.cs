namespace Rokt.EventApi.Fields;

/// <summary>A phone number, as it was given: 7 to 15 digits, and what people write between them.</summary>
internal sealed class PhoneNumber : TextKind
{
    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (!Unicode.IsValid(text))
        {
            violations.Add(subject, Unicode.Rule);
            return;
        }

        int digits = 0;
        bool hasOthers = false;
        foreach (char character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                digits++;
            }
            else
            {
                hasOthers |= char.IsLetterOrDigit(character) || char.IsControl(character);
            }
        }

        if (hasOthers)
        {
            violations.Add(subject, "A phone number has no letters and no digits other than 0 to 9, such as 3053211654 or +1 (323) 867-5309.");
        }

        if (digits < EventApiLimits.MobileMinDigits)
        {
            violations.Add(subject, $"A phone number has at least {EventApiLimits.MobileMinDigits} digits.", EventApiLimits.MobileMinDigits, digits);
        }
        else if (digits > EventApiLimits.MobileMaxDigits)
        {
            violations.Add(subject, $"A phone number has at most {EventApiLimits.MobileMaxDigits} digits.", EventApiLimits.MobileMaxDigits, digits);
        }
        else if (text.Length > EventApiLimits.UserAttributeValueLength)
        {
            violations.Add(subject, "The value is too long: shorten it.", EventApiLimits.UserAttributeValueLength, text.Length);
        }
    }
}
