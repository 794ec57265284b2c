namespace Rokt.EventApi.Validation;

/// <summary>Every rule of an event, checked in the order of the request's JSON.</summary>
internal static class ConversionEventRules
{
    /// <summary>Returns the violations, or null when there are none.</summary>
    public static List<ConversionEventViolation>? Check(ConversionEvent conversion, bool anyIdentity, SortedSet<string>? unhashable)
    {
        var violations = new ViolationList();
        if (conversion.Environment is not (null or EventEnvironment.Development or EventEnvironment.Production))
        {
            violations.Add("environment", "The environment is development or production: use a member of EventEnvironment.");
        }

        IdentityRules.Check(conversion, anyIdentity, ref violations);
        if (unhashable is not null)
        {
            foreach (string path in unhashable)
            {
                violations.Add(path, "What was given to be hashed is neither an address nor a digest, or is not valid Unicode: its hash would match nobody.");
            }
        }

        UserAttributeRules.Check(conversion, ref violations);
        DeviceRules.Check(conversion, ref violations);
        EventDataRules.Check(conversion, ref violations);
        return violations.Items;
    }
}
