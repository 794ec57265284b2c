using System.Security.Cryptography;
using System.Text;

namespace Rokt.EventApi.Outbox.Storage;

/// <summary>
/// Hashes the identities of a customer with the application's key, one by one, so that a row is found by any of them. An e-mail
/// address and a phone number are hashed by the SDK first, as it sends them: the same whether the application has the plain one or
/// its hash. A phone number counts by its digits; where a conversion has its hash only, as it may have been written.
/// </summary>
internal sealed class CustomerHashes(byte[] key)
{
    private const int Bytes = 16;

    /// <summary>Returns the hashes of the customer of a request, as they are stored; null when there are none.</summary>
    public string? Write(ReadOnlySpan<byte> body)
    {
        var conversion = ConversionEvent.FromJson(Encoding.UTF8.GetString(body));
        string[] hashes = Hash(
            Email(conversion.Email), conversion.HashedEmail, conversion.CustomerId, [conversion.Mobile is { } mobile ? Mobile(Digits(mobile)) : conversion.MobileSha256]);
        return hashes.Length == 0 ? null : string.Join(' ', hashes);
    }

    /// <summary>Returns the hashes of a customer.</summary>
    /// <exception cref="InvalidConversionEventException">An identity is none.</exception>
    public string[] Hash(OutboxCustomer customer) =>
        Hash(Email(customer.Email), HashedEmail(customer.HashedEmail), customer.CustomerId, customer.Mobile is { } mobile ? [.. Spellings(mobile).Select(Mobile)] : []);

    private static string? Email(string? email) => email is null ? null : ConversionEvent.CreateBuilder().WithSha256OfEmail(email).Build().HashedEmail;

    private static string? HashedEmail(string? hash) => hash is null ? null : ConversionEvent.CreateBuilder().WithHashedEmail(hash).Build().HashedEmail;

    private static string? Mobile(string mobile) => ConversionEvent.CreateBuilder().AllowAnyIdentity().WithCustomerId("any").WithSha256OfMobile(mobile).Build().MobileSha256;

    // The guide writes one number in two ways: 3053211654 and +1 (305) 321-1654.
    private static string Digits(string mobile)
    {
        string digits = string.Concat(mobile.Where(char.IsAsciiDigit));
        return mobile.TrimStart().StartsWith('+') && digits is ['1', .. { Length: 10 } withoutCountry] ? withoutCountry : digits;
    }

    private static IEnumerable<string> Spellings(string mobile)
    {
        string digits = Digits(mobile);
        return digits.Length == 10 ? [mobile, digits, $"+1 ({digits[..3]}) {digits[3..6]}-{digits[6..]}"] : [mobile, digits];
    }

    private string[] Hash(string? email, string? hashedEmail, string? customerId, IEnumerable<string?> mobiles) =>
    [
        .. new[] { HashOne("email", email), HashOne("email", hashedEmail), HashOne("customer", customerId) }
            .Concat(mobiles.Select(mobile => HashOne("mobile", mobile)))
            .OfType<string>().Distinct(),
    ];

    private string? HashOne(string kind, string? value) => string.IsNullOrWhiteSpace(value)
        ? null
        : Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{value.Trim()}")).AsSpan(0, Bytes)).ToLowerInvariant();
}
