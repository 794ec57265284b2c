namespace Rokt.EventApi.Tests.Validation;

/// <summary>What <see cref="ConversionEventBuilder.Build"/> objects to.</summary>
internal static class Violations
{
    public static IReadOnlyList<ConversionEventViolation> Find(ConversionEventBuilder builder)
    {
        try
        {
            builder.Build();
            return [];
        }
        catch (InvalidConversionEventException exception)
        {
            return exception.Violations;
        }
    }

    public static ConversionEventViolation Single(ConversionEventBuilder builder) => Xunit.Assert.Single(Find(builder));
}
