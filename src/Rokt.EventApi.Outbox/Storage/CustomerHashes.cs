using System.Security.Cryptography;
using System.Text;

namespace Rokt.EventApi.Outbox.Storage;

/// <summary>
/// Hashes the identities of a customer with the application's key, one by one, so that a row is found by any of them. An e-mail
/// address and a phone number are hashed by the SDK first, as it sends them: normalized, and the same whether the application has
/// the plain one or its hash.
/// </summary>
internal sealed class CustomerHashes(byte[] key)
{
    private const int Bytes = 16;

    /// <summary>Returns the hashes of the customer of a request, as they are stored; null when there are none.</summary>
    public string? Write(ReadOnlySpan<byte> body)
    {
        var conversion = ConversionEvent.FromJson(Encoding.UTF8.GetString(body));
        string[] hashes = Hash(Email(conversion.Email), conversion.HashedEmail, conversion.CustomerId, Mobile(conversion.Mobile), conversion.MobileSha256);
        return hashes.Length == 0 ? null : string.Join(' ', hashes);
    }

    /// <summary>Returns the hashes of a customer.</summary>
    /// <exception cref="InvalidConversionEventException">An identity is none.</exception>
    public string[] Hash(OutboxCustomer customer) =>
        Hash(Email(customer.Email), HashedEmail(customer.HashedEmail), customer.CustomerId, Mobile(customer.Mobile), null);

    private static string? Email(string? email) => email is null ? null : ConversionEvent.CreateBuilder().WithSha256OfEmail(email).Build().HashedEmail;

    private static string? HashedEmail(string? hash) => hash is null ? null : ConversionEvent.CreateBuilder().WithHashedEmail(hash).Build().HashedEmail;

    private static string? Mobile(string? mobile) =>
        mobile is null ? null : ConversionEvent.CreateBuilder().AllowAnyIdentity().WithCustomerId("any").WithSha256OfMobile(mobile).Build().MobileSha256;

    private string[] Hash(string? email, string? hashedEmail, string? customerId, string? mobile, string? hashedMobile) =>
    [
        .. new[] { HashOne("email", email), HashOne("email", hashedEmail), HashOne("customer", customerId), HashOne("mobile", mobile), HashOne("mobile", hashedMobile) }
            .OfType<string>().Distinct(),
    ];

    private string? HashOne(string kind, string? value) => string.IsNullOrWhiteSpace(value)
        ? null
        : Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{value.Trim()}")).AsSpan(0, Bytes)).ToLowerInvariant();
}
