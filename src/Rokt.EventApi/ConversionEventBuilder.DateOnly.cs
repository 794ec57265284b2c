namespace Rokt.EventApi;

// What needs a type that .NET Framework does not have.
public sealed partial class ConversionEventBuilder
{
    /// <summary>Sets the customer's date of birth; sent as <c>YYYYMMDD</c>. A day in the future (UTC) or more than 130 years ago is a violation; the default of the type counts as not set.</summary>
    public ConversionEventBuilder WithDateOfBirth(DateOnly? dateOfBirth) => WithDateOfBirth(dateOfBirth?.ToDateTime(TimeOnly.MinValue));
}
