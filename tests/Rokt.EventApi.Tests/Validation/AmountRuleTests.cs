using System.Text.Json;

namespace Rokt.EventApi.Tests.Validation;

/// <summary>An amount goes with its currency, wherever an event comes from.</summary>
public sealed class AmountRuleTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    [Fact]
    public void One_of_the_two_without_the_other_is_a_violation()
    {
        Assert.Equal($"{Attributes}.currency", Violations.Single(GuideExample.Builder().WithAmount(1, null)).Path);
        Assert.Equal($"{Attributes}.currency", Violations.Single(GuideExample.Builder().WithAmount(1, " ")).Path);
        Assert.Equal($"{Attributes}.amount", Violations.Single(GuideExample.Builder().WithAmount(null, "USD")).Path);
        Assert.Empty(Violations.Find(GuideExample.Builder().WithAmount(null, null)));
        Assert.Empty(Violations.Find(GuideExample.Builder().WithAmount(0, "USD")));
    }

    [Theory]
    [InlineData("amount")]
    [InlineData(" Amount ")]
    [InlineData("currency\t")]
    [InlineData("\u00A0CURRENCY")]
    public void An_attribute_does_not_bring_one_of_the_two_in(string name) =>
        Assert.Contains("method", Violations.Single(GuideExample.Builder().WithAmount(null, null).WithAttribute(name, 1)).Rule, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"amount":1,"currency":null}""")]
    [InlineData("""{"amount":1,"currency":" "}""")]
    [InlineData("""{"currency":"USD"}""")]
    [InlineData("""{"currency":"USD","amount":null}""")]
    [InlineData("""{"amount":"1","currency":"USD"}""")]
    [InlineData("""{"Amount":1,"currency":"USD"}""")]
    [InlineData("""{" amount":1}""")]
    public void Neither_does_JSON(string attributes) =>
        Assert.Throws<JsonException>(() => ConversionEvent.FromJson(
            $$$"""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{{{attributes}}}}}]}"""));
}
