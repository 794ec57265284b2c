namespace Rokt.EventApi.Tests.Model;

public sealed class BuilderTests
{
    private const string TestHash = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

    [Fact]
    public void An_address_is_trimmed_and_lower_cased() =>
        Assert.Equal("john.doe@example.com", ConversionEvent.CreateBuilder().WithEmail("  John.Doe@Example.com\t").Build().Email);

    [Theory]
    [InlineData("test@example.com")]
    [InlineData("  Test@Example.COM ")]
    [InlineData(TestHash)]
    public void A_raw_address_is_trimmed_lower_cased_and_hashed_and_only_the_digest_is_kept(string address)
    {
        ConversionEvent conversion = ConversionEvent.CreateBuilder().WithSha256OfEmail(address).Build();

        Assert.Equal(TestHash, conversion.HashedEmail);
        Assert.Null(conversion.Email);
    }

    [Theory]
    [InlineData(TestHash)]
    [InlineData("973DFE463EC85785F5F95AF5BA3906EEDB2D931C24E69824A89EA65DBA4E813B")]
    [InlineData("SHA256-hash-of-email")]
    [InlineData(" 973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b\r\n")]
    public void A_digest_is_trimmed_and_lower_cased_and_the_guides_placeholder_kept(string digest) =>
        Assert.Equal(
            digest.Contains("SHA256", StringComparison.Ordinal) ? digest : TestHash,
            ConversionEvent.CreateBuilder().WithHashedEmail(digest).Build().HashedEmail);

    [Fact]
    public void Names_are_trimmed_but_not_lower_cased_before_they_are_hashed()
    {
        ConversionEvent conversion = GuideExample.Builder()
            .WithFirstName(null).WithLastName(null).WithMobile(null)
            .WithSha256OfFirstName(" John ").WithSha256OfLastName("Doe").WithSha256OfMobile("3053211654").WithSha256OfBillingZipCode("01234")
            .Build();

        Assert.Equal("a8cfcd74832004951b4408cdb0a5dbcd8c7e52d43f7fe244bf720582e05241da", conversion.FirstNameSha256);
        Assert.Equal("fd53ef835b15485572a6e82cf470dcb41fd218ae5751ab7531c956a2a6bcd3c7", conversion.LastNameSha256);
        Assert.Equal(64, conversion.MobileSha256!.Length);
        Assert.Equal(64, conversion.BillingZipSha256!.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    public void Blank_text_counts_as_not_set_and_is_never_hashed(string? blank)
    {
        ConversionEvent conversion = ConversionEvent.CreateBuilder()
            .WithEmail("john.doe@example.com")
            .WithHashedEmail(blank).WithSha256OfEmail(blank).WithCustomerId(blank).WithClickId(blank)
            .WithFirstName(blank).WithLastName(blank).WithMobile(blank).WithIpAddress(blank).WithBatchIpAddress(blank).WithBillingZipCode(blank)
            .WithSha256OfFirstName(blank).WithSha256OfLastName(blank).WithSha256OfMobile(blank).WithSha256OfBillingZipCode(blank)
            .WithUserAgent(blank).WithAndroidUuid(blank).WithMessageId(blank).WithRequestId(blank)
            .WithConversionType(blank).WithProductName(blank).WithSku(blank).WithPaymentType(blank).WithTransactionId(blank).WithConfirmationRef(blank)
            .WithAttribute("shade", blank).WithUserAttribute("color", blank).WithUserAttribute("colors", AttributeValue.List(blank))
            .Build();

        Assert.Equal(Serialization.Wire.Snapshot("minimal"), Serialization.Wire.Body(conversion, EventEnvironment.Production));
    }

    [Fact]
    public void Zero_is_a_value()
    {
        ConversionEvent conversion = GuideExample.Builder().WithAmount(0, "USD").WithQuantity(0).WithMargin(0).Build();

        Assert.Equal((0m, 0, 0m), (conversion.Amount, conversion.Quantity, conversion.Margin));
        Assert.Contains("\"amount\":0,", Serialization.Wire.Body(conversion), StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_call_replaces_an_earlier_one_and_a_blank_one_takes_it_back()
    {
        ConversionEvent conversion = GuideExample.Builder()
            .WithFirstName("Jane").WithLastName(" ")
            .WithAttribute("shade", "red").WithAttribute("shade", "blue")
            .WithAttribute("size", 1).WithAttribute("size", default)
            .Build();

        Assert.Equal(("Jane", null), (conversion.FirstName, conversion.LastName));
        Assert.Equal("blue", Assert.Single(conversion.Attributes).Value.AsString());
    }

    [Fact]
    public void A_builder_used_again_does_not_change_what_it_built()
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithAttribute("shade", "red").WithUserAttribute("loyal", true);
        ConversionEvent first = builder.Build();

        ConversionEvent second = builder.WithConfirmationRef("second").WithAttribute("shade", "blue").WithUserAttribute("loyal", false).Build();

        Assert.Equal(("XYZ123", "second"), (first.ConfirmationRef, second.ConfirmationRef));
        Assert.Equal(("red", "blue"), (first.Attributes["shade"].AsString(), second.Attributes["shade"].AsString()));
        Assert.True(first.UserAttributes["loyal"].AsBoolean());
        Assert.False(second.UserAttributes["loyal"].AsBoolean());
    }

    [Fact]
    public void The_attributes_of_an_event_cannot_be_changed_through_its_views()
    {
        ConversionEvent conversion = GuideExample.Builder().WithAttribute("shade", "red").WithUserAttribute("colors", AttributeValue.List("red")).Build();

        Assert.Throws<NotSupportedException>(() => ((IDictionary<string, AttributeValue>)conversion.Attributes).Clear());
        Assert.Throws<NotSupportedException>(() => ((IList<string>)conversion.UserAttributes["colors"].AsList())[0] = "blue");
    }

    [Fact]
    public void A_list_is_copied_when_it_is_given()
    {
        string[] colors = ["red"];
        ConversionEvent conversion = GuideExample.Builder().WithUserAttribute("colors", AttributeValue.List(colors)).Build();

        colors[0] = "blue";

        Assert.Equal(["red"], conversion.UserAttributes["colors"].AsList());
    }

    [Theory]
    [InlineData("https://shop.example/?rclid=aB3&rtid=other", "aB3")]
    [InlineData("https://shop.example/?rtid=other&rclid=aB3", "aB3")]
    [InlineData("https://shop.example/?rtid=other", "other")]
    [InlineData("https://shop.example/?rclid=&rtid=other", "other")]
    [InlineData("https://shop.example/?rclid=&rclid=aB3", "aB3")]
    [InlineData("/landing?x=1&rclid=a%20b%2Bc#rclid=no", "a b+c")]
    [InlineData("https://shop.example/#?rclid=no", null)]
    [InlineData("https://shop.example/", null)]
    [InlineData("https://shop.example/?xrclid=no&rclidx=no", null)]
    public void The_click_id_is_taken_from_a_landing_page(string url, string? clickId) =>
        Assert.Equal(clickId, GuideExample.Builder().WithClickIdFrom(new Uri(url, UriKind.RelativeOrAbsolute)).Build().ClickId);

    [Fact]
    public void A_click_id_that_the_caller_sets_wins_over_the_landing_pages()
    {
        var landing = new Uri("https://shop.example/?rclid=landing");

        Assert.Equal("mine", GuideExample.Builder().WithClickId("mine").WithClickIdFrom(landing).Build().ClickId);
        Assert.Equal("mine", GuideExample.Builder().WithClickIdFrom(landing).WithClickId("mine").Build().ClickId);
    }

    [Fact]
    public void A_builder_used_again_for_another_customer_takes_the_click_id_of_the_other_page()
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithClickIdFrom(new Uri("/?rclid=one", UriKind.Relative));
        builder.Build();

        Assert.Equal("two", builder.WithClickIdFrom(new Uri("/?rclid=two", UriKind.Relative)).Build().ClickId);
        Assert.Null(builder.WithClickIdFrom(new Uri("/", UriKind.Relative)).Build().ClickId);
    }

    [Fact]
    public void An_advertising_id_of_zeros_is_none()
    {
        ConversionEvent conversion = GuideExample.Builder()
            .WithIosAdvertisingId(Guid.Empty).WithAndroidAdvertisingId(Guid.Empty).WithIosIdForVendor(Guid.Empty).Build();

        Assert.Equal(Serialization.Wire.Snapshot("guide-example"), Serialization.Wire.Body(conversion));
    }

    [Fact]
    public void The_time_of_an_event_is_kept_in_whole_milliseconds_of_UTC()
    {
        var time = new DateTimeOffset(2026, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2));

        DateTimeOffset? kept = GuideExample.Builder().WithEventTime(time.AddTicks(42)).Build().EventTime;

        Assert.Equal(time, kept);
        Assert.Equal(TimeSpan.Zero, kept!.Value.Offset);
    }

    [Fact]
    public void An_event_describes_itself_without_personal_data() =>
        Assert.Equal(
            "ConversionEvent (confirmationref present, 3 custom attributes, 4 custom user attributes)",
            EventOfEverything.Event.ToString());
}
