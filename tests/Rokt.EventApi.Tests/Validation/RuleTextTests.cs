using System.Text.Json;

namespace Rokt.EventApi.Tests.Validation;

/// <summary>What each rule says: where the value stands, the rule, and how to keep it.</summary>
public sealed class RuleTextTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    public static TheoryData<string, ConversionEventBuilder> Rules => new()
    {
        {
            "user_identities: An e-mail address or its hash is required: call WithEmail, WithSha256OfEmail or WithHashedEmail (or AllowAnyIdentity for another identity alone).",
            ConversionEvent.CreateBuilder().WithCustomerId("4711")
        },
        {
            "user_identities: An identity is required: an e-mail address or its hash, a customer id, a click id, a device's advertising id, or an IP address together with a user agent.",
            ConversionEvent.CreateBuilder().AllowAnyIdentity().WithFirstName("John")
        },
        {
            "user_attributes.mobile: The value is set in plain and as a hash: set one of the two.",
            GuideExample.Builder().WithMobile("3053211654").WithSha256OfMobile("3053211654")
        },
        { "user_attributes: An attribute needs a name.", GuideExample.Builder().WithUserAttribute("", 1) },
        {
            $"user_attributes.{new string('x', 40)}…: The attribute's name is too long: shorten it. (limit {EventApiLimits.UserAttributeNameLength}, found {EventApiLimits.UserAttributeNameLength + 1})",
            GuideExample.Builder().WithUserAttribute(new string('x', EventApiLimits.UserAttributeNameLength + 1), 1)
        },
        { "user_attributes: An attribute's name is not valid Unicode.", GuideExample.Builder().WithUserAttribute("smile\uD83D", 1) },
        { "user_attributes.FirstName: The SDK writes this member itself: use the builder's method for it.", GuideExample.Builder().WithUserAttribute("FirstName", 1) },
        { "source_request_id: The SDK writes this member itself: use the builder's method for it.", GuideExample.Builder().WithBatchField("source_request_id", "1") },
        {
            $"{Attributes}.colors: An event attribute is a string, a number or a boolean: only user attributes can be lists.",
            GuideExample.Builder().WithAttribute("colors", AttributeValue.List("red"))
        },
        {
            $"user_attributes.colors: The list has too many entries. (limit {EventApiLimits.ListEntries}, found {EventApiLimits.ListEntries + 1})",
            GuideExample.Builder().WithUserAttribute("colors", AttributeValue.List(Enumerable.Repeat("red", EventApiLimits.ListEntries + 1)))
        },
        { "note: The value is nested more than 32 deep.", GuideExample.Builder().WithBatchField("note", Nested(33)) },
        { $"{Attributes}.amount: A currency goes with an amount: call WithAmount with both, or with neither.", GuideExample.Builder().WithAmount(null, "USD") },
        {
            $"{Attributes}.currency: An amount goes with its currency: call WithAmount with both. A currency code is three ASCII letters, such as USD.",
            GuideExample.Builder().WithAmount(1, null)
        },
        {
            $"{Attributes}.sku: The guide: \"If more than one item is present, do not provide any SKUs.\" Leave out the SKU, or set the quantity to 1.",
            GuideExample.Builder().WithQuantity(2)
        },
    };

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void A_violation_says_where_what_and_how_to_fix_it(string text, ConversionEventBuilder builder) =>
        Assert.Equal(text, Violations.Single(builder).ToString());

    private static JsonElement Nested(int depth)
    {
        using var document = JsonDocument.Parse(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth));
        return document.RootElement.Clone();
    }
}
