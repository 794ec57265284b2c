using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>Every rule of an event, checked in the order of the request's JSON: those of each field, and those between fields.</summary>
internal static class ConversionEventRules
{
    private static readonly CustomAttributeRules UserAttributes = new(
        ConversionFields.UserAttributes, EventApiLimits.UserAttributeNameLength, EventApiLimits.UserAttributeValueLength, ListsAllowed: true);

    private static readonly CustomAttributeRules EventAttributes = new(
        ConversionFields.EventAttributes, EventApiLimits.AttributeNameLength, EventApiLimits.AttributeValueLength, ListsAllowed: false);

    /// <summary>Returns the rules that are broken, or null when there are none.</summary>
    public static List<BrokenRule>? Check(ConversionEvent conversion, bool anyIdentity, TimeProvider clock, List<BrokenRule>? refused)
    {
        var violations = new ViolationList();
        ConversionFields.Environment.Check(conversion, clock, ref violations);
        IdentityRules.Check(conversion, anyIdentity, ref violations);
        CheckFields(ConversionFields.UserIdentities, conversion, clock, ref violations);
        foreach (BrokenRule broken in refused?.OrderBy(rule => rule.Violation.Path, StringComparer.Ordinal) ?? Enumerable.Empty<BrokenRule>())
        {
            violations.Add(broken);
        }

        CheckFields(ConversionFields.UserAttributes, conversion, clock, ref violations);
        PlainOrHashedRules.Check(conversion, ref violations);
        UserAttributes.Check(conversion, conversion.CustomUserAttributes, ref violations);
        CheckFields(ConversionFields.Batch, conversion, clock, ref violations);
        AdditionalFieldRules.Check(ConversionFields.Batch, conversion, ref violations);
        CheckFields(ConversionFields.DeviceInfo, conversion, clock, ref violations);
        AdditionalFieldRules.Check(ConversionFields.DeviceInfo, conversion, ref violations);
        CheckFields(ConversionFields.EventData, conversion, clock, ref violations);
        AdditionalFieldRules.Check(ConversionFields.EventData, conversion, ref violations);
        AmountRules.Check(conversion, ref violations);
        CheckFields(ConversionFields.EventAttributes, conversion, clock, ref violations);
        EventAttributes.Check(conversion, conversion.CustomAttributes, ref violations);
        return violations.Items;
    }

    private static void CheckFields(Section section, ConversionEvent conversion, TimeProvider clock, ref ViolationList violations)
    {
        foreach (Field field in section.Fields)
        {
            field.Check(conversion, clock, ref violations);
        }
    }
}
