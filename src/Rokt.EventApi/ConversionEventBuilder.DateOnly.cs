namespace Rokt.EventApi;

// What needs a type that .NET Framework does not have.
public sealed partial class ConversionEventBuilder
{
    /// <summary>Sets the customer's date of birth; sent as <c>YYYYMMDD</c>.</summary>
    public ConversionEventBuilder WithDateOfBirth(DateOnly dateOfBirth) =>
        WithDateOfBirth(dateOfBirth.ToDateTime(TimeOnly.MinValue));
}
