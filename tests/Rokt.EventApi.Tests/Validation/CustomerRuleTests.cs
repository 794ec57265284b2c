namespace Rokt.EventApi.Tests.Validation;

public sealed class CustomerRuleTests
{
    [Theory]
    [InlineData("3053211654")]
    [InlineData("+1 (323) 867-5309")]
    [InlineData("123-456-7890")]
    [InlineData("+44.20.7946.0958")]
    [InlineData("030/1234567")]
    [InlineData("1234567")]
    [InlineData("123456789012345")]
    public void A_phone_number_is_sent_as_it_is_given(string mobile) =>
        Assert.Contains($"\"mobile\":\"{mobile}\"", Serialization.Wire.Body(GuideExample.Builder().WithMobile(mobile).Build()), StringComparison.Ordinal);

    [Theory]
    [InlineData("123456", 7, 6)]
    [InlineData("+1 (23) 456", 7, 6)]
    [InlineData("1234567890123456", 15, 16)]
    public void A_phone_number_has_7_to_15_digits(string mobile, int limit, int found)
    {
        ConversionEventViolation violation = Violations.Single(GuideExample.Builder().WithMobile(mobile));

        Assert.Equal(("user_attributes.mobile", limit, found), (violation.Path, violation.Limit, violation.Actual));
    }

    [Theory]
    [InlineData("1-800-FLOWERS 1234567")]
    [InlineData("3053211654 ext. 12")]
    [InlineData("٣٠٥٣٢١١٦٥٤ 3053211654")]
    [InlineData("3053211654\n")]
    public void A_phone_number_has_no_letters(string mobile)
    {
        ConversionEventViolation violation = Violations.Single(GuideExample.Builder().WithMobile(mobile));

        Assert.Equal("user_attributes.mobile", violation.Path);
        Assert.Contains("+1 (323) 867-5309", violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("172.3.51.182")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("2001:DB8::0:1")]
    [InlineData("::ffff:172.3.51.182")]
    public void An_IP_address_is_IPv4_or_IPv6(string address) =>
        Assert.Empty(Violations.Of(GuideExample.Builder().WithIpAddress(address).WithBatchIpAddress(address)));

    [Theory]
    [InlineData("172.3.51")]
    [InlineData("172.3.51.256")]
    [InlineData("172.3.51.182:80")]
    [InlineData("1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("localhost")]
    [InlineData(" 172.3.51.182")]
    public void Anything_else_is_not_an_IP_address(string address)
    {
        Assert.Equal("user_attributes.ipaddress", Violations.Single(GuideExample.Builder().WithIpAddress(address)).Path);
        Assert.Equal("ip", Violations.Single(GuideExample.Builder().WithBatchIpAddress(address)).Path);
    }

    [Fact]
    public void A_value_is_sent_in_plain_or_hashed_but_not_both()
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithBillingZipCode("01234")
            .WithSha256OfFirstName("John").WithSha256OfLastName("Doe").WithSha256OfMobile("3053211654").WithSha256OfBillingZipCode("01234");

        Assert.Equal(
            ["user_attributes.firstname", "user_attributes.lastname", "user_attributes.mobile", "user_attributes.billingzipcode"],
            Violations.Of(builder).Select(violation => violation.Path));
    }

    [Fact]
    public void A_gender_or_an_environment_that_does_not_exist_is_refused()
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithGender((Gender)7).WithEnvironment((EventEnvironment)7);

        Assert.Equal(["environment", "user_attributes.gender"], Violations.Of(builder).Select(violation => violation.Path));
    }
}
