namespace Rokt.EventApi.Outbox;

/// <summary>Holds the identities of one customer, as the application has them. It holds personal data, which <c>ToString</c> leaves out.</summary>
public sealed class OutboxCustomer
{
    /// <summary>Gets the e-mail address, in any case. Default: null for none.</summary>
    public string? Email { get; init; }

    /// <summary>Gets the SHA-256 hash of the e-mail address, in hexadecimal digits. Default: null for none.</summary>
    public string? HashedEmail { get; init; }

    /// <summary>Gets the customer id. Default: null for none.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Gets the phone number, in any format: it is compared by its digits, and a leading +1 is ignored. Default: null for none.</summary>
    public string? Mobile { get; init; }
}
