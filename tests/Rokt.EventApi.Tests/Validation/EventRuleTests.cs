namespace Rokt.EventApi.Tests.Validation;

public sealed class EventRuleTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    [Theory]
    [InlineData("USD")]
    [InlineData("usd")]
    [InlineData("cAd")]
    public void A_currency_is_sent_in_upper_case(string currency) =>
        Assert.Equal(currency.ToUpperInvariant(), GuideExample.Builder().WithAmount(1, currency).Build().Currency);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("U$D")]
    [InlineData("ÜSD")]
    [InlineData("ＵＳＤ")]
    [InlineData("ıns")]
    [InlineData("uſd")]
    public void A_currency_is_three_ASCII_letters(string? currency) =>
        Assert.Equal($"{Attributes}.currency", Violations.Single(GuideExample.Builder().WithAmount(1, currency!)).Path);

    [Fact]
    public void A_quantity_is_zero_or_more()
    {
        Assert.Empty(Violations.Find(GuideExample.Builder().WithQuantity(0)));
        Assert.Equal($"{Attributes}.quantity", Violations.Single(GuideExample.Builder().WithQuantity(-1)).Path);
    }

    [Fact]
    public void A_SKU_goes_with_one_item_only_and_the_violation_quotes_the_guide()
    {
        Assert.Empty(Violations.Find(GuideExample.Builder().WithQuantity(1)));
        ConversionEventViolation violation = Violations.Single(GuideExample.Builder().WithQuantity(2));

        Assert.Equal($"{Attributes}.sku", violation.Path);
        Assert.Contains("If more than one item is present, do not provide any SKUs.", violation.Rule, StringComparison.Ordinal);
        Assert.Empty(Violations.Find(GuideExample.Builder().WithQuantity(2).WithSku(null)));
    }

    [Theory]
    [InlineData(2001, false)]
    [InlineData(2002, true)]
    [InlineData(2286, true)]
    [InlineData(2287, false)]
    public void A_time_has_13_digits_in_Unix_milliseconds(int year, bool isValid)
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithEventTime(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(isValid ? [] : ["events[0].data.timestamp_unixtime_ms"], Violations.Find(builder).Select(violation => violation.Path));
    }

    [Fact]
    public void A_list_is_for_user_attributes_only()
    {
        Assert.Empty(Violations.Find(GuideExample.Builder().WithUserAttribute("colors", AttributeValue.List("red"))));
        Assert.Equal(
            $"{Attributes}.colors",
            Violations.Single(GuideExample.Builder().WithAttribute("colors", AttributeValue.List("red"))).Path);
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("Amount")]
    [InlineData("CURRENCY")]
    [InlineData("Quantity")]
    [InlineData("conversionType")]
    [InlineData("productName")]
    [InlineData("SKU")]
    [InlineData("paymenttype")]
    [InlineData("Margin")]
    [InlineData("transactionId")]
    [InlineData("ConfirmationRef")]
    public void A_custom_event_attribute_does_not_repeat_a_named_one(string name) =>
        Assert.Equal($"{Attributes}.{name}", Violations.Single(GuideExample.Builder().WithAttribute(name, 1)).Path);

    [Theory]
    [InlineData("FirstName")]
    [InlineData("lastname")]
    [InlineData("MOBILE")]
    [InlineData("ipAddress")]
    [InlineData("BillingZipCode")]
    [InlineData("firstnamesha256")]
    [InlineData("lastnameSHA256")]
    [InlineData("mobilesha256")]
    [InlineData("billingzipsha256")]
    [InlineData("DOB")]
    [InlineData("Gender")]
    public void A_custom_user_attribute_does_not_repeat_a_named_one(string name) =>
        Assert.Equal($"user_attributes.{name}", Violations.Single(GuideExample.Builder().WithUserAttribute(name, 1)).Path);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_attribute_needs_a_name(string name)
    {
        Assert.Contains("needs a name", Violations.Single(GuideExample.Builder().WithAttribute(name, 1)).Rule, StringComparison.Ordinal);
        Assert.Contains("needs a name", Violations.Single(GuideExample.Builder().WithUserAttribute(name, 1)).Rule, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => GuideExample.Builder().WithAttribute(null!, 1));
    }
}
