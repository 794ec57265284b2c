using System.Net;

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
    [InlineData("3053211\n654")]
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
    [InlineData("255.255.255.255")]
    [InlineData("10.20.30.40")]
    public void An_IP_address_is_IPv4_or_IPv6_and_sent_as_given(string address)
    {
        ConversionEvent conversion = GuideExample.Builder().WithIpAddress(address).WithBatchIpAddress(address).Build();

        Assert.Equal((address, address), (conversion.IpAddress, conversion.BatchIpAddress));
    }

    public static TheoryData<string, string> OtherForms => new()
    {
        { "::ffff:203.0.113.5", "203.0.113.5" },
        { "::FFFF:cb00:7105", "203.0.113.5" },
        { "::ffff:203.0.113.5%3", "203.0.113.5" },
        { "fe80::1%eth0", "fe80::1" },
        { "fe80::1%3", "fe80::1" },
        { " 172.3.51.182\t", "172.3.51.182" },
    };

    [Theory]
    [MemberData(nameof(OtherForms))]
    public void An_IPv4_address_in_the_form_of_IPv6_is_sent_as_IPv4_and_a_zone_is_left_out(string address, string sent)
    {
        ConversionEvent conversion = GuideExample.Builder().WithIpAddress(address).WithBatchIpAddress(address).Build();

        Assert.Equal((sent, sent), (conversion.IpAddress, conversion.BatchIpAddress));
    }

    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5")]
    [InlineData("::ffff:203.0.113.5", "203.0.113.5")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData(null, null)]
    public void An_IPAddress_is_sent_as_its_text_is(string? address, string? sent)
    {
        IPAddress? ipAddress = address is null ? null : IPAddress.Parse(address);

        ConversionEvent conversion = GuideExample.Builder().WithIpAddress(ipAddress).WithBatchIpAddress(ipAddress).Build();

        Assert.Equal((sent, sent), (conversion.IpAddress, conversion.BatchIpAddress));
    }

    [Theory]
    [InlineData("203.0.113.5, 10.0.0.1", "list")]
    [InlineData("203.0.113.5,10.0.0.1:80", "list")]
    [InlineData("203.0.113.5:443", "port")]
    [InlineData("[2001:db8::1]:443", "port")]
    [InlineData("[2001:db8::1]", "brackets")]
    public void A_list_of_addresses_or_a_port_is_called_by_its_name(string address, string word) =>
        Assert.Contains(word, Violations.Single(GuideExample.Builder().WithIpAddress(address)).Rule, StringComparison.Ordinal);

    [Theory]
    [InlineData("172.3.51")]
    [InlineData("172.3.51.256")]
    [InlineData("172.3.51.182:80")]
    [InlineData("1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.04")]
    [InlineData("255.255.255.256")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData("1..3.4")]
    [InlineData("١.2.3.4")]
    [InlineData("::1/64")]
    [InlineData("::g")]
    [InlineData("localhost")]
    [InlineData("unknown")]
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
            Violations.Find(builder).Select(violation => violation.Path));
    }

    [Fact]
    public void A_gender_or_an_environment_that_does_not_exist_is_refused()
    {
        ConversionEventBuilder builder = GuideExample.Builder().WithGender((Gender)7).WithEnvironment((EventEnvironment)7);

        Assert.Equal(["environment", "user_attributes.gender"], Violations.Find(builder).Select(violation => violation.Path));
    }
}
