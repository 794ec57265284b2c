namespace Rokt.EventApi;

// What needs a type that .NET Framework does not have.
public sealed partial class ConversionEvent
{
    /// <summary>Gets the customer's date of birth (<c>dob</c>).</summary>
    public DateOnly? DateOfBirth => DayOfBirth is { } day ? DateOnly.FromDateTime(day) : null;
}
