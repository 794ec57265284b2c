namespace Rokt.EventApi.Tests;

/// <summary>The members that this build does not have, so that the tests of both are the same.</summary>
internal static class DateOfBirth
{
    extension(ConversionEventBuilder builder)
    {
        public ConversionEventBuilder WithDateOfBirth(DateOnly date) => builder.WithDateOfBirth(date.ToDateTime(TimeOnly.MaxValue));
    }
}
