using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Tests.Validation;

public sealed class DateRuleTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.Zero));

    [Theory]
    [InlineData(2026, 3, 1, true)]
    [InlineData(2026, 3, 2, false)]
    [InlineData(2999, 1, 1, false)]
    [InlineData(1896, 3, 1, true)]
    [InlineData(1896, 2, 29, false)]
    [InlineData(1, 1, 2, false)]
    public void A_date_of_birth_is_not_in_the_future_and_at_most_130_years_ago(int year, int month, int day, bool isValid)
    {
        ConversionEventBuilder builder = Builder().WithDateOfBirth(new DateTime(year, month, day));

        Assert.Equal(isValid ? [] : ["user_attributes.dob"], Violations.Find(builder).Select(violation => violation.Path));
    }

    [Fact]
    public void The_default_of_a_type_counts_as_not_set_for_dates_times_and_ids()
    {
        ConversionEvent conversion = GuideExample.Builder()
            .WithDateOfBirth(default(DateTime)).WithDateOfBirth(DateTime.MinValue.AddHours(1)).WithEventTime(default(DateTimeOffset))
            .WithIosAdvertisingId(default(Guid)).WithAndroidAdvertisingId(default(Guid)).WithIosIdForVendor(default(Guid))
            .Build();

        Assert.Equal(Serialization.Wire.Snapshot("guide-example"), Serialization.Wire.Body(conversion));
    }

    [Fact]
    public void Null_takes_back_what_was_set()
    {
        ConversionEvent conversion = EventOfEverything.Event.ToBuilder()
            .WithEnvironment(null).WithAmount(null, null).WithQuantity(null).WithMargin(null).WithGender(null)
            .WithDateOfBirth((DateTime?)null).WithEventTime(null).WithIosAdvertisingId(null).WithAndroidAdvertisingId(null).WithIosIdForVendor(null)
            .Build();

        Assert.Equal(
            (null, null, null, null, null, null, null, null, null, null, null),
            (conversion.Environment, conversion.Amount, conversion.Currency, conversion.Quantity, conversion.Margin, conversion.Gender,
                conversion.DayOfBirth, conversion.EventTime, conversion.IosAdvertisingId, conversion.AndroidAdvertisingId, conversion.IosIdForVendor));
    }

    [Theory]
    [InlineData(999_999_999_999, false)]
    [InlineData(1_000_000_000_000, true)]
    [InlineData(9_999_999_999_999, true)]
    [InlineData(10_000_000_000_000, false)]
    public void The_first_and_the_last_time_of_13_digits_are_valid(long milliseconds, bool isValid)
    {
        ConversionEventBuilder builder = Builder().WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

        Assert.Equal(isValid ? [] : ["events[0].data.timestamp_unixtime_ms"], Violations.Find(builder).Select(violation => violation.Path));
    }

    private static ConversionEventBuilder Builder() => new ConversionEventBuilder(Clock).WithEmail("jane@example.com");
}
