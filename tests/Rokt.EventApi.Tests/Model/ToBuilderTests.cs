namespace Rokt.EventApi.Tests.Model;

public sealed class ToBuilderTests
{
    public static TheoryData<ConversionEvent> Events =>
    [
        GuideExample.Event,
        EventOfEverything.Event,
        ConversionEvent.CreateBuilder().AllowAnyIdentity().WithCustomerId("7").Build(),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void A_builder_made_of_an_event_builds_an_equal_one(ConversionEvent conversion)
    {
        SameEvent.Assert(conversion, conversion.ToBuilder().Build());
        SameEvent.Assert(conversion, conversion.ToBuilder().WithQuantity(conversion.Quantity).Build());
    }

    [Fact]
    public void The_event_does_not_change_with_the_builder()
    {
        ConversionEvent conversion = EventOfEverything.Event;
        string before = conversion.ToJson();

        ConversionEvent other = conversion.ToBuilder()
            .WithFirstName(null).WithConfirmationRef("other").WithAttribute("gift", true).WithUserAttribute("loyal", false)
            .WithBatchField("consent_state", "none").WithDeviceInfoField("att_authorization_status", default(AttributeValue))
            .Build();

        Assert.Equal(before, conversion.ToJson());
        Assert.Equal(("other", true, false), (other.ConfirmationRef, other.Attributes["gift"].AsBoolean(), other.UserAttributes["loyal"].AsBoolean()));
        Assert.Equal(("none", 0), (other.BatchFields["consent_state"].GetString(), other.DeviceInfoFields.Count));
    }

    [Fact]
    public void What_the_builder_changes_meets_the_rules() =>
        Assert.Equal("user_identities", Validation.Violations.Single(GuideExample.Event.ToBuilder().WithEmail(null).WithHashedEmail(null).WithCustomerId("7")).Path);

    [Fact]
    public void The_events_click_id_wins_over_a_landing_pages() =>
        Assert.Equal("ClickID-aB3", EventOfEverything.Event.ToBuilder().WithClickIdFrom(new Uri("/?rclid=other", UriKind.Relative)).Build().ClickId);
}
