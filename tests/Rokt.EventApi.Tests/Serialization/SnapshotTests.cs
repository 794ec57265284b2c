using System.Globalization;

namespace Rokt.EventApi.Tests.Serialization;

public sealed class SnapshotTests
{
    [Fact]
    public void The_guides_example_becomes_the_guides_body_to_the_byte() =>
        Assert.Equal(Wire.Snapshot("guide-example"), Wire.Body(GuideExample.Event));

    [Fact]
    public void An_event_with_everything_has_each_field_in_its_place() =>
        Assert.Equal(Wire.Snapshot("everything"), Wire.Body(EventOfEverything.Event));

    [Fact]
    public void What_an_event_with_everything_has_in_plain_has_its_place_as_a_hash_too() =>
        Assert.Equal(
            Wire.Snapshot("hashed"),
            Wire.Body(
                ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithSha256OfMobile("3053211654")
                    .WithSha256OfBillingZipCode("90210").WithGender(Gender.Male).Build(),
                EventEnvironment.Production));

    [Fact]
    public void What_is_not_set_is_absent() =>
        Assert.Equal(
            Wire.Snapshot("minimal"),
            Wire.Body(ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").Build(), EventEnvironment.Production));

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void The_culture_of_the_machine_changes_nothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            ConversionEvent conversion = GuideExample.Builder().WithAmount(1234.50m, "inr").WithDateOfBirth(new DateOnly(1999, 12, 31)).Build();

            string body = Wire.Body(conversion);

            Assert.Contains("\"amount\":1234.50,\"currency\":\"INR\"", body, StringComparison.Ordinal);
            Assert.Contains("\"dob\":\"19991231\"", body, StringComparison.Ordinal);
            Assert.Equal(Wire.Snapshot("guide-example"), Wire.Body(GuideExample.Builder().Build()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void The_culture_of_the_machine_does_not_change_a_hash(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            string? hash = ConversionEvent.CreateBuilder().WithSha256OfEmail("INFO@EXAMPLE.COM").Build().HashedEmail;

            Assert.Equal(ConversionEvent.CreateBuilder().WithSha256OfEmail("info@example.com").Build().HashedEmail, hash);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
