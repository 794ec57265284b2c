namespace Rokt.EventApi.Tests.Validation;

/// <summary>One bad optional field does not cost the conversion.</summary>
public sealed class DroppedAttributeTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    public static TheoryData<string, Action<ConversionEventBuilder>> Optional => new()
    {
        { "user_attributes.firstname", builder => builder.WithFirstName(new string('x', 4097)) },
        { "user_attributes.lastname", builder => builder.WithLastName("D\0e") },
        { "user_attributes.mobile", builder => builder.WithMobile("n/a") },
        { "user_attributes.ipaddress", builder => builder.WithIpAddress("203.0.113.5, 10.0.0.1") },
        { "user_attributes.billingzipcode", builder => builder.WithBillingZipCode(new string('a', 64)) },
        { "user_attributes.mobilesha256", builder => builder.WithMobile(null).WithSha256OfMobile("n/a") },
        { "user_attributes.dob", builder => builder.WithDateOfBirth(new DateTime(2999, 1, 1)) },
        { "user_attributes.gender", builder => builder.WithGender((Gender)7) },
        { "user_attributes.note", builder => builder.WithUserAttribute("note", new string('x', 4097)) },
        { "user_attributes.FIRSTNAME", builder => builder.WithUserAttribute("FIRSTNAME", "x") },
        { "user_attributes", builder => builder.WithUserAttribute("\uD83D", 1) },
        { "ip", builder => builder.WithBatchIpAddress("unknown") },
        { "source_request_id", builder => builder.WithRequestId("\uD83D") },
        { "consent", builder => builder.WithBatchField("consent", "\uD83D") },
        { "device_info.http_header_user_agent", builder => builder.WithUserAgent("a\nb") },
        { "events[0].data.timestamp_unixtime_ms", builder => builder.WithEventTime(new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero)) },
        { $"{Attributes}.quantity", builder => builder.WithQuantity(-1) },
        { $"{Attributes}.sku", builder => builder.WithQuantity(2) },
        { $"{Attributes}.list", builder => builder.WithAttribute("list", AttributeValue.List("x")) },
        { $"{Attributes}.confirmationref", builder => builder.WithConfirmationRef(new string('x', 4097)) },
    };

    public static TheoryData<string, Action<ConversionEventBuilder>> Essential => new()
    {
        { "user_identities.email", builder => builder.WithEmail("n/a") },
        { "user_identities.other", builder => builder.WithHashedEmail("n/a") },
        { "user_identities.other", builder => builder.WithSha256OfEmail("n/a") },
        { "user_identities.customerid", builder => builder.WithCustomerId("\uD83D") },
        { "user_identities.other2", builder => builder.WithClickId("\uD83D") },
        { "user_identities", builder => builder.WithEmail(null).WithHashedEmail(null) },
        { $"{Attributes}.currency", builder => builder.WithAmount(1, "dollars") },
        { $"{Attributes}.currency", builder => builder.WithAmount(1, null) },
        { $"{Attributes}.amount", builder => builder.WithAmount(null, "USD") },
        { "environment", builder => builder.WithEnvironment((EventEnvironment)7) },
    };

    [Theory]
    [MemberData(nameof(Optional))]
    public void What_is_optional_and_invalid_is_left_out_and_listed(string path, Action<ConversionEventBuilder> spoil)
    {
        ConversionEventBuilder builder = GuideExample.Builder();
        spoil(builder);

        Assert.Equal(path, Assert.Single(Violations.Find(builder).Select(violation => violation.Path).Distinct()));
        ConversionEvent conversion = builder.DropInvalidAttributes().Build();

        Assert.Equal([path], conversion.DroppedAttributes.Select(violation => violation.Path).Distinct());
        Assert.Empty(Violations.Find(conversion.ToBuilder()));
        SameEvent.Assert(WithoutDropped(conversion), ConversionEvent.FromJson(conversion.ToJson()));
    }

    [Theory]
    [MemberData(nameof(Essential))]
    public void What_a_conversion_needs_fails_as_before(string path, Action<ConversionEventBuilder> spoil)
    {
        ConversionEventBuilder builder = GuideExample.Builder().DropInvalidAttributes();
        spoil(builder);

        Assert.Equal(path, Violations.Single(builder.WithMobile("n/a")).Path);
    }

    [Fact]
    public void A_valid_event_drops_nothing() =>
        Assert.Empty(GuideExample.Builder().DropInvalidAttributes().Build().DroppedAttributes);

    [Fact]
    public void Of_too_many_user_attributes_the_last_by_name_are_left_out()
    {
        ConversionEventBuilder builder = GuideExample.Builder().DropInvalidAttributes();
        foreach (int i in Enumerable.Range(0, 98).Reverse())
        {
            builder.WithUserAttribute($"a{i:D2}", i);
        }

        ConversionEvent conversion = builder.Build();

        // The guide's example has four of its own.
        Assert.Equal(Enumerable.Range(0, 96).Select(i => $"a{i:D2}"), conversion.UserAttributes.Keys.Order(StringComparer.Ordinal));
        ConversionEventViolation dropped = Assert.Single(conversion.DroppedAttributes);
        Assert.Equal(("user_attributes", 100, 102), (dropped.Path, dropped.Limit, dropped.Actual));
    }

    [Fact]
    public void Invalid_ones_are_left_out_before_those_that_are_too_many()
    {
        ConversionEventBuilder builder = GuideExample.Builder().DropInvalidAttributes();
        for (int i = 0; i < 97; i++)
        {
            builder.WithUserAttribute($"a{i:D2}", i == 0 ? new string('x', 4097) : "x");
        }

        ConversionEvent conversion = builder.Build();

        Assert.Equal(96, conversion.UserAttributes.Count);
        Assert.Equal("user_attributes.a00", Assert.Single(conversion.DroppedAttributes).Path);
    }

    [Fact]
    public void An_event_whose_only_identity_is_left_out_has_none()
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().AllowAnyIdentity().DropInvalidAttributes().WithAndroidUuid("a\nb");

        Assert.Equal("user_identities", Violations.Single(builder).Path);
    }

    [Fact]
    public void What_was_left_out_is_remembered_by_a_builder_made_of_the_event_and_by_none_else()
    {
        ConversionEventBuilder builder = GuideExample.Builder().DropInvalidAttributes().WithMobile("12345");
        ConversionEvent conversion = builder.Build();

        Assert.Equal("user_attributes.mobile", Assert.Single(conversion.ToBuilder().WithQuantity(1).Build().DroppedAttributes).Path);
        Assert.Empty(builder.WithMobile("3053211654").Build().DroppedAttributes);
        Assert.Equal("user_attributes.mobile", Assert.Single(conversion.DroppedAttributes).Path);
    }

    private static ConversionEvent WithoutDropped(ConversionEvent conversion)
    {
        ConversionEvent copy = conversion.Copy();
        copy.Dropped = null;
        return copy;
    }
}
