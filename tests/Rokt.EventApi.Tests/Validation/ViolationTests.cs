namespace Rokt.EventApi.Tests.Validation;

public sealed class ViolationTests
{
    [Fact]
    public void Every_violation_is_reported_at_once_in_the_order_of_the_JSON()
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder()
            .WithEmail("john").WithHashedEmail("john@example.com").WithFirstName(new string('x', 4097)).WithMobile("call me")
            .WithIpAddress("here").WithUserAttribute("MOBILE", 1).WithBatchIpAddress("there").WithAmount(1, "dollars").WithQuantity(-1)
            .WithSku(new string('x', 4097)).WithAttribute("Amount", 1).WithAttribute("list", AttributeValue.List("x"));

        var exception = Assert.Throws<InvalidConversionEventException>(builder.Build);

        Assert.Equal(
            [
                "user_identities.email", "user_identities.other", "user_attributes.firstname", "user_attributes.mobile",
                "user_attributes.mobile", "user_attributes.ipaddress", "user_attributes.MOBILE", "ip",
                "events[0].data.custom_attributes.currency", "events[0].data.custom_attributes.quantity",
                "events[0].data.custom_attributes.sku", "events[0].data.custom_attributes.Amount", "events[0].data.custom_attributes.list",
            ],
            exception.Violations.Select(violation => violation.Path));
        Assert.All(exception.Violations, violation => Assert.Contains(violation.ToString(), exception.Message, StringComparison.Ordinal));
    }

    public static TheoryData<string, Func<string, ConversionEventBuilder>> Texts => new()
    {
        { "user_identities.email", text => GuideExample.Builder().WithEmail($"a{text}@example.com") },
        { "user_identities.customerid", text => GuideExample.Builder().WithCustomerId(text) },
        { "user_identities.other2", text => GuideExample.Builder().WithClickId(text) },
        { "user_attributes.firstname", text => GuideExample.Builder().WithFirstName(text) },
        { "user_attributes.note", text => GuideExample.Builder().WithUserAttribute("note", text) },
        { "user_attributes.list", text => GuideExample.Builder().WithUserAttribute("list", AttributeValue.List(text)) },
        { "user_attributes", text => GuideExample.Builder().WithUserAttribute(text, 1) },
        { "device_info.http_header_user_agent", text => GuideExample.Builder().WithUserAgent(text) },
        { "device_info.android_uuid", text => GuideExample.Builder().WithAndroidUuid(text) },
        { "events[0].data.source_message_id", text => GuideExample.Builder().WithMessageId(text) },
        { "events[0].data.custom_attributes.productname", text => GuideExample.Builder().WithProductName(text) },
        { "events[0].data.custom_attributes.note", text => GuideExample.Builder().WithAttribute("note", text) },
        { "events[0].data.custom_attributes", text => GuideExample.Builder().WithAttribute(text, 1) },
        { "source_request_id", text => GuideExample.Builder().WithRequestId(text) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_cut_in_the_middle_of_a_character_is_refused(string path, Func<string, ConversionEventBuilder> with)
    {
        Assert.Empty(Violations.Find(with("smile\U0001F600")));
        Assert.Equal(path, Violations.Single(with("smile\uD83D")).Path);
        Assert.Equal(path, Violations.Single(with("\uDE00smile")).Path);
        Assert.Equal(path, Violations.Single(with("\uDE00\uD83D")).Path);
    }

    [Fact]
    public void A_list_tells_once_and_a_name_with_a_line_break_stays_on_its_line()
    {
        ConversionEventBuilder builder = GuideExample.Builder()
            .WithUserAttribute("li\nst", AttributeValue.List(Enumerable.Repeat(new string('x', 512) + '\n' + 'x', 1000)));

        Assert.Equal("user_attributes.li\uFFFDst", Violations.Single(builder).Path);
    }

    [Theory]
    [InlineData("shoe size: 7/8-a_b.c", "shoe size: 7/8-a_b.c")]
    [InlineData("größe", "größe")]
    [InlineData("<script>", "\uFFFDscript\uFFFD")]
    [InlineData("a\u202Eb\u2028c\u001Bd", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("john@example.com", "john\uFFFDexample.com")]
    [InlineData("a\"b\\c{d}", "a\uFFFDb\uFFFDc\uFFFDd\uFFFD")]
    [InlineData("smile\U0001F600", "smile\uFFFD\uFFFD")]
    public void A_name_is_shown_with_letters_digits_and_the_usual_punctuation_only(string name, string shown)
    {
        string text = new('x', 4097);

        Assert.Equal($"user_attributes.{shown}", Violations.Single(GuideExample.Builder().WithUserAttribute(name, text)).Path);
        Assert.Equal($"events[0].data.custom_attributes.{shown}", Violations.Single(GuideExample.Builder().WithAttribute(name, text)).Path);
        Assert.Equal(shown, Violations.Single(GuideExample.Builder().WithBatchField(name, "\uD83D")).Path);
    }

    [Theory]
    [InlineData("n/a", "user_attributes.mobile: A phone number has at least 7 digits. (limit 7, found 0)")]
    [InlineData("1234567890123456", "user_attributes.mobile: A phone number has at most 15 digits. (limit 15, found 16)")]
    public void A_message_reads_well_with_real_input(string mobile, string message) =>
        Assert.Equal(message, Violations.Find(GuideExample.Builder().WithMobile(mobile))[^1].ToString());

    [Fact]
    public void A_refused_event_is_not_lost_the_builder_can_be_fixed()
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithQuantity(2);
        Assert.Throws<InvalidConversionEventException>(builder.Build);

        ConversionEvent conversion = builder.WithSku(null).Build();

        Assert.Equal(("john.doe@example.com", 2), (conversion.Email, conversion.Quantity));
    }
}
