namespace Rokt.EventApi.Tests.Validation;

public sealed class IdentityRuleTests
{
    private const string Digest = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

    [Fact]
    public void Without_an_address_or_its_hash_there_is_no_event()
    {
        ConversionEventViolation violation = Violations.Single(ConversionEvent.CreateBuilder().WithCustomerId("7").WithClickId("click"));

        Assert.Equal("user_identities", violation.Path);
        Assert.Contains("WithEmail", violation.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Either_of_the_two_is_enough()
    {
        Assert.Empty(Violations.Find(ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com")));
        Assert.Empty(Violations.Find(ConversionEvent.CreateBuilder().WithHashedEmail(Digest)));
    }

    public static TheoryData<ConversionEventBuilder> OtherIdentities =>
    [
        ConversionEvent.CreateBuilder().WithCustomerId("7"),
        ConversionEvent.CreateBuilder().WithClickId("click"),
        ConversionEvent.CreateBuilder().WithIosAdvertisingId(Guid.NewGuid()),
        ConversionEvent.CreateBuilder().WithAndroidAdvertisingId(Guid.NewGuid()),
        ConversionEvent.CreateBuilder().WithIosIdForVendor(Guid.NewGuid()),
        ConversionEvent.CreateBuilder().WithAndroidUuid("android"),
        ConversionEvent.CreateBuilder().WithUserAgent("Mozilla").WithIpAddress("172.3.51.182"),
        ConversionEvent.CreateBuilder().WithUserAgent("Mozilla").WithBatchIpAddress("172.3.51.182"),
    ];

    [Theory]
    [MemberData(nameof(OtherIdentities))]
    public void Any_identity_is_enough_where_that_is_allowed(ConversionEventBuilder builder)
    {
        Assert.Equal("user_identities", Violations.Single(builder).Path);
        Assert.Empty(Violations.Find(builder.AllowAnyIdentity()));
    }

    [Fact]
    public void An_address_without_a_user_agent_is_no_identity_nor_is_a_user_agent_without_an_address()
    {
        Assert.Equal("user_identities", Violations.Single(ConversionEvent.CreateBuilder().AllowAnyIdentity().WithIpAddress("172.3.51.182").WithBatchIpAddress("172.3.51.182")).Path);
        Assert.Equal("user_identities", Violations.Single(ConversionEvent.CreateBuilder().AllowAnyIdentity().WithUserAgent("Mozilla")).Path);
    }

    [Fact]
    public void No_identity_at_all_is_never_allowed() =>
        Assert.Equal("user_identities", Violations.Single(ConversionEvent.CreateBuilder().AllowAnyIdentity()).Path);

    [Theory]
    [InlineData("john")]
    [InlineData("@example.com")]
    [InlineData("john@")]
    [InlineData("john@example")]
    [InlineData("john@.example.com")]
    [InlineData("john@example.")]
    [InlineData("john@doe@example.com")]
    [InlineData("john doe@example.com")]
    [InlineData("john.doe@exam\tple.com")]
    [InlineData("<john.doe@example.com")]
    [InlineData("john.doe@example.com>")]
    [InlineData("john.doe,jane.doe@example.com")]
    [InlineData("john\u001Fdoe@example.com")]
    [InlineData("john\u007Fdoe@example.com")]
    [InlineData("john\u0085doe@example.com")]
    [InlineData("john\u0090doe@example.com")]
    [InlineData("john\u00A0doe@example.com")]
    [InlineData("john\u3000doe@example.com")]
    [InlineData("mailto:john.doe@example.com")]
    [InlineData("john.doe@example.com;")]
    [InlineData("john.doe@example..com")]
    [InlineData("john.doe@example.com\u200B")]
    public void An_email_has_the_shape_of_an_address(string email)
    {
        ConversionEventViolation violation = Violations.Single(ConversionEvent.CreateBuilder().WithEmail(email));

        Assert.Equal("user_identities.email", violation.Path);
        Assert.Contains("name@example.com", violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("o'neil+shop@mail.example.co.uk")]
    [InlineData("用户@例子.公司")]
    [InlineData("a@b.c")]
    [InlineData("!#$%&'*+/=?^_`{|}~@example.com")]
    public void Unusual_addresses_are_addresses(string email) =>
        Assert.Empty(Violations.Find(ConversionEvent.CreateBuilder().WithEmail(email)));

    [Fact]
    public void A_hash_in_place_of_the_address_says_that_the_two_are_swapped()
    {
        foreach (string digest in new[] { Digest, Digest.ToUpperInvariant() })
        {
            ConversionEventViolation violation = Violations.Single(ConversionEvent.CreateBuilder().WithEmail(digest));

            Assert.Equal("user_identities.email", violation.Path);
            Assert.Contains("WithHashedEmail", violation.Rule, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_address_in_place_of_the_hash_says_that_the_two_are_swapped()
    {
        ConversionEventViolation violation = Violations.Single(ConversionEvent.CreateBuilder().WithHashedEmail("john.doe@example.com"));

        Assert.Equal("user_identities.other", violation.Path);
        Assert.Contains("WithEmail", violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n/a")]
    [InlineData("john")]
    public void What_is_no_address_is_not_hashed(string text)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().WithSha256OfEmail(text);

        Assert.Equal("user_identities.other", Violations.Single(builder).Path);
        Assert.Empty(Violations.Find(builder.WithSha256OfEmail("john@example.com")));
        Assert.Empty(Violations.Find(builder.WithSha256OfEmail(text).WithHashedEmail(Digest)));
    }

    [Fact]
    public void Half_a_character_is_not_hashed() =>
        Assert.Equal(
            ["user_attributes.billingzipsha256", "user_attributes.firstnamesha256", "user_attributes.lastnamesha256", "user_attributes.mobilesha256"],
            Violations.Find(ConversionEvent.CreateBuilder().WithEmail("john@example.com")
                .WithSha256OfFirstName("\uD83D").WithSha256OfLastName("\uD83D").WithSha256OfMobile("\uD83D").WithSha256OfBillingZipCode("\uD83D"))
                .Select(violation => violation.Path));

    [Fact]
    public void The_guides_placeholder_for_a_hash_can_be_sent() =>
        Assert.Empty(Violations.Find(ConversionEvent.CreateBuilder().WithHashedEmail("SHA256-hash-of-email")));
}
