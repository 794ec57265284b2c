using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Tests.Validation;

/// <summary>Each limit of the guide: n is valid, n + 1 is not, and the violation gives both numbers.</summary>
public sealed class LimitTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    public static TheoryData<string, int, Func<int, ConversionEventBuilder>> Limits => new()
    {
        { $"{Attributes}.conversiontype", 4096, n => GuideExample.Builder().WithConversionType(Text(n)) },
        { $"{Attributes}.productname", 4096, n => GuideExample.Builder().WithProductName(Text(n)) },
        { $"{Attributes}.sku", 4096, n => GuideExample.Builder().WithSku(Text(n)) },
        { $"{Attributes}.paymenttype", 4096, n => GuideExample.Builder().WithPaymentType(Text(n)) },
        { $"{Attributes}.transactionid", 4096, n => GuideExample.Builder().WithTransactionId(Text(n)) },
        { $"{Attributes}.confirmationref", 4096, n => GuideExample.Builder().WithConfirmationRef(Text(n)) },
        { $"{Attributes}.note", 4096, n => GuideExample.Builder().WithAttribute("note", Text(n)) },
        { $"{Attributes}.{Shown}", 256, n => GuideExample.Builder().WithAttribute(Text(n), true) },
        { "user_attributes.firstname", 4096, n => GuideExample.Builder().WithFirstName(Text(n)) },
        { "user_attributes.lastname", 4096, n => GuideExample.Builder().WithLastName(Text(n)) },
        { "user_attributes.billingzipcode", 4096, n => GuideExample.Builder().WithBillingZipCode(Text(n)) },
        { "user_attributes.mobile", 4096, n => GuideExample.Builder().WithMobile("305".PadRight(n - 7) + "3211654") },
        { "user_attributes.note", 4096, n => GuideExample.Builder().WithUserAttribute("note", Text(n)) },
        { $"user_attributes.{Shown}", 256, n => GuideExample.Builder().WithUserAttribute(Text(n), true) },
        { "user_attributes.list", 1000, n => GuideExample.Builder().WithUserAttribute("list", AttributeValue.List(Enumerable.Repeat("x", n))) },
        { "user_attributes.list", 512, n => GuideExample.Builder().WithUserAttribute("list", AttributeValue.List(Text(n))) },
        { "user_attributes", 100, WithUserAttributes },
    };

    // An overlong name is shortened in the path.
    private static string Shown => Text(40) + "…";

    [Theory]
    [MemberData(nameof(Limits))]
    public void At_the_limit_an_event_is_valid_and_one_above_it_is_not(string path, int limit, Func<int, ConversionEventBuilder> ofSize)
    {
        Assert.Empty(Violations.Find(ofSize(limit)));
        ConversionEventViolation violation = Violations.Single(ofSize(limit + 1));

        Assert.Equal((path, limit, limit + 1), (violation.Path, violation.Limit, violation.Actual));
        Assert.NotEmpty(violation.Rule);
        Assert.EndsWith($"(limit {limit}, found {limit + 1})", violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_of_the_table_that_has_a_limit_or_is_an_attribute_without_a_form_is_among_them()
    {
        Field[] attributes = [.. ConversionFields.UserAttributes.Fields, .. ConversionFields.EventAttributes.Fields];
        IEnumerable<TextField> limited = ConversionFields.All.OfType<TextField>()
            .Where(field => field.Kind is PhoneNumber or PlainText { Limit: not null } || (field.Kind is PlainText && attributes.Contains(field)));

        Assert.Empty(limited.Select(field => field.Path).Except(Limits.Select(row => row.Data.Item1)));
    }

    [Fact]
    public void A_name_of_one_character_is_enough() =>
        Assert.Empty(Violations.Find(GuideExample.Builder().WithAttribute("x", 1).WithUserAttribute("x", 1)));

    [Fact]
    public void The_constants_are_the_numbers_of_the_guide_and_the_reference() =>
        Assert.Equal(
            (262_144, 270, 256, 4096, 100, 256, 4096, TimeSpan.FromDays(30)),
            (EventApiLimits.RequestBodyBytes, EventApiLimits.BatchesPerSecond, EventApiLimits.AttributeNameLength, EventApiLimits.AttributeValueLength,
                EventApiLimits.UserAttributes, EventApiLimits.UserAttributeNameLength, EventApiLimits.UserAttributeValueLength, EventApiLimits.EventAge));

    [Fact]
    public void The_event_name_is_the_guides_own_and_so_within_its_256_characters() =>
        Assert.Contains("\"event_name\":\"conversion\"", Serialization.Wire.Body(GuideExample.Event), StringComparison.Ordinal);

    private static string Text(int length) => new('x', length);

    // The guide's example has four named ones, which count.
    private static ConversionEventBuilder WithUserAttributes(int count)
    {
        ConversionEventBuilder builder = GuideExample.Builder();
        for (int i = 4; i < count; i++)
        {
            builder.WithUserAttribute($"attribute{i}", i);
        }

        return builder;
    }
}
