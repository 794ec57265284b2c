using System.Text;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What is stored beside a payload: references, codes and hashes.</summary>
public sealed class StoredTextTests
{
    private static readonly CustomerHashes Hashes = new([.. Enumerable.Repeat((byte)7, 32)]);

    [Fact]
    public void A_reference_is_stored_up_to_256_characters_and_ends_within_none()
    {
        Assert.Null(StoredReference.From(null));
        Assert.Null(StoredReference.From(""));
        Assert.Equal(256, StoredReference.From(new string('x', 256))!.Length);
        Assert.Equal(256, StoredReference.From(new string('x', 257))!.Length);
        Assert.Equal(new string('x', 255), StoredReference.From(new string('x', 255) + "😀"));
        Assert.Equal("a\uFFFDb", StoredReference.From("a\0b"));
    }

    [Theory]
    [InlineData("BAD_REQUEST", true)]
    [InlineData("unexpected_response", true)]
    [InlineData("E_401", false)]
    [InlineData("?", false)]
    [InlineData("john.doe@example.com", false)]
    [InlineData("JOHN DOE", false)]
    [InlineData("3053211654", false)]
    [InlineData("", false)]
    public void Only_what_an_error_shows_as_its_code_is_stored(string code, bool isStored) =>
        Assert.Equal(isStored ? code : null, StoredErrorCodes.From([new EventApiError(code, "m")]));

    [Fact]
    public void Up_to_five_codes_of_up_to_50_characters_are_stored_each_once()
    {
        Assert.Equal("A,B,C,D,E", StoredErrorCodes.From([.. "AABCDEF".Select(code => new EventApiError(code.ToString(), "m"))]));
        Assert.NotNull(StoredErrorCodes.From([new EventApiError(new string('A', 50), "m")]));
        Assert.Null(StoredErrorCodes.From([new EventApiError(new string('A', 51), "m")]));
        Assert.Equal(["A", "B"], StoredErrorCodes.Read("A,B"));
        Assert.Empty(StoredErrorCodes.Read(null));
    }

    [Fact]
    public void A_customer_has_the_same_hashes_however_the_application_has_them()
    {
        string plain = Write(ConversionEvent.CreateBuilder().WithEmail("John.Doe@example.com").WithMobile("3053211654").WithCustomerId("1001"));
        string hashed = Write(ConversionEvent.CreateBuilder().WithSha256OfEmail("john.doe@example.com").WithSha256OfMobile("3053211654").WithCustomerId("1001"));

        Assert.Equal(plain, hashed);
        Assert.Equal(98, plain.Length);
        Assert.Superset(
            plain.Split(' ').ToHashSet(), Hashes.Hash(new OutboxCustomer { Email = " JOHN.DOE@example.com", Mobile = "3053211654", CustomerId = "1001" }).ToHashSet());
        Assert.DoesNotContain("john", plain, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(plain, new CustomerHashes([.. Enumerable.Repeat((byte)8, 32)]).Write(Body(ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com"))));
        Assert.Null(Hashes.Write(Body(ConversionEvent.CreateBuilder().AllowAnyIdentity().WithAndroidUuid("0123456789abcdef"))));
    }

    [Theory]
    [InlineData("3053211654", "+1 (305) 321-1654", true)]
    [InlineData("+1 (305) 321-1654", "305-321-1654", true)]
    [InlineData("+49 170 1234567", "491701234567", true)]
    [InlineData("13812345678", "3812345678", false)]
    [InlineData("3053211654", "3053211655", false)]
    public void A_phone_number_is_found_however_it_is_written(string enqueued, string erased, bool isFound)
    {
        string[] found = Hashes.Hash(new OutboxCustomer { Mobile = erased });

        Assert.Equal(isFound, found.Contains(Write(ConversionEvent.CreateBuilder().WithCustomerId("1001").AllowAnyIdentity().WithMobile(enqueued)).Split(' ')[1]));
    }

    [Theory]
    [InlineData("3053211654")]
    [InlineData("+1 (305) 321-1654")]
    public void A_phone_number_that_is_sent_as_a_hash_is_found_in_both_of_the_guides_formats(string hashed)
    {
        string[] found = Hashes.Hash(new OutboxCustomer { Mobile = "305-321-1654" });

        Assert.Contains(Write(ConversionEvent.CreateBuilder().WithCustomerId("1001").AllowAnyIdentity().WithSha256OfMobile(hashed)).Split(' ')[1], found);
    }

    private static string Write(ConversionEventBuilder builder) => Hashes.Write(Body(builder))!;

    private static byte[] Body(ConversionEventBuilder builder) => Encoding.UTF8.GetBytes(builder.Build().ToJson());
}
