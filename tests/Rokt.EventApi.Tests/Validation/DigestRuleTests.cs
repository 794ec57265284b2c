using System.Security.Cryptography;
using System.Text;

namespace Rokt.EventApi.Tests.Validation;

/// <summary>One rule for every digest, wherever it is set.</summary>
public sealed class DigestRuleTests
{
    private const string Digest = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

    public static TheoryData<string, Func<string?, ConversionEventBuilder>> Setters => new()
    {
        { "user_identities.other", text => ConversionEvent.CreateBuilder().WithHashedEmail(text) },
        { "user_identities.other", text => ConversionEvent.CreateBuilder().WithSha256OfEmail(text) },
        { "user_attributes.firstnamesha256", text => Builder().WithSha256OfFirstName(text) },
        { "user_attributes.lastnamesha256", text => Builder().WithSha256OfLastName(text) },
        { "user_attributes.mobilesha256", text => Builder().WithSha256OfMobile(text) },
        { "user_attributes.billingzipsha256", text => Builder().WithSha256OfBillingZipCode(text) },
    };

    [Theory]
    [MemberData(nameof(Setters))]
    public void A_digest_is_sent_trimmed_and_in_lower_case(string path, Func<string?, ConversionEventBuilder> with)
    {
        string body = Serialization.Wire.Body(with($" {Digest.ToUpperInvariant()}\n").Build());

        Assert.Contains($"\"{path.Split('.')[1]}\":\"{Digest}\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Setters))]
    public void A_digest_of_nothing_is_refused(string path, Func<string?, ConversionEventBuilder> with)
    {
        foreach (string nothing in new[] { "", " ", "\t", "\n", "\r\n", "null", "NULL", "undefined", "None" })
        {
            string digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(nothing)));

            ConversionEventViolation violation = Violations.Single(with(digest));

            Assert.Equal(path, violation.Path);
            Assert.Contains("nothing to hash", violation.Rule, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e", "an MD5 digest")]
    [InlineData("da39a3ee5e6b4b0d3255bfef95601890afd80709", "a SHA-1 digest")]
    [InlineData("lz3+Rj7IV4X1+Vr1ujkG7ttDHCTmmCSonqZdukEu", "a text that was not hashed")]
    [InlineData("lz3+Rj7IV4X1+Vr1ujkG7ttDHCTmmCSonqZdu6ToE7s=", "Base64")]
    [InlineData("0x973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b", "hexadecimal digits with a prefix or separators")]
    [InlineData("97-3D-FE-46-3E-C8-57-85-F5-F9-5A-F5-BA-39-06-EE-DB-2D-93-1C-24-E6-98-24-A8-9E-A6-5D-BA-4E-81-3B", "hexadecimal digits with a prefix or separators")]
    [InlineData("973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813", "63 hexadecimal digits")]
    [InlineData("john.doe@example.com", "an e-mail address")]
    [InlineData("john", "a text that was not hashed")]
    public void What_is_no_SHA_256_in_hexadecimal_is_called_by_its_name(string text, string name)
    {
        ConversionEventViolation violation = Violations.Single(ConversionEvent.CreateBuilder().WithHashedEmail(text));

        Assert.Equal("user_identities.other", violation.Path);
        Assert.Contains($"looks like {name}.", violation.Rule, StringComparison.Ordinal);
        Assert.DoesNotContain(text, violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Digests_of_other_lengths_are_called_by_their_names()
    {
        Assert.Contains("SHA-384", Violations.Single(ConversionEvent.CreateBuilder().WithHashedEmail(new string('a', 96))).Rule, StringComparison.Ordinal);
        Assert.Contains("SHA-512", Violations.Single(ConversionEvent.CreateBuilder().WithHashedEmail(new string('a', 128))).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guides_placeholder_stands_for_the_address_alone() =>
        Assert.Throws<System.Text.Json.JsonException>(() => ConversionEvent.FromJson(
            """{"user_identities":{"email":"a@b.c"},"user_attributes":{"firstnamesha256":"SHA256-hash-of-email"},"events":[{"data":{}}]}"""));

    [Theory]
    [InlineData("n/a")]
    [InlineData("12345")]
    [InlineData("1234567890123456")]
    [InlineData("305321\n1654")]
    public void A_number_that_the_plain_method_refuses_is_not_hashed(string mobile)
    {
        ConversionEventViolation plain = Violations.Find(Builder().WithMobile(mobile))[0];
        ConversionEventViolation hashed = Violations.Find(Builder().WithSha256OfMobile(mobile))[0];

        Assert.Equal(("user_attributes.mobilesha256", plain.Rule, plain.Actual), (hashed.Path, hashed.Rule, hashed.Actual));
    }

    [Fact]
    public void A_name_that_the_plain_method_refuses_is_not_hashed()
    {
        Assert.Equal(4097, Violations.Single(Builder().WithSha256OfFirstName(new string('x', 4097))).Actual);
        Assert.Equal("user_attributes.lastnamesha256", Violations.Single(Builder().WithSha256OfLastName("D\0e")).Path);
        Assert.Equal("user_attributes.billingzipsha256", Violations.Single(Builder().WithSha256OfBillingZipCode(new string('1', 4097))).Path);
    }

    [Fact]
    public void A_plain_value_and_its_hash_are_of_one_text()
    {
        ConversionEvent plain = Builder().WithFirstName(" John ").WithMobile("\t3053211654 ").Build();
        ConversionEvent hashed = Builder().WithSha256OfFirstName(" John ").WithSha256OfMobile("\t3053211654 ").Build();

        Assert.Equal(Hash(plain.FirstName!), hashed.FirstNameSha256);
        Assert.Equal(Hash(plain.Mobile!), hashed.MobileSha256);
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    private static ConversionEventBuilder Builder() => ConversionEvent.CreateBuilder().WithEmail("jane@example.com");
}
