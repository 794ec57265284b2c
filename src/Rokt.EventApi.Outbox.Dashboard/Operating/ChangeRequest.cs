namespace Rokt.EventApi.Outbox.Dashboard.Operating;

/// <summary>What an operator wants to have done. It may hold a customer's identities, which <c>ToString</c> leaves out.</summary>
internal sealed class ChangeRequest
{
    /// <summary>Gets the account's name; empty for the one without a name.</summary>
    public string Account { get; init; } = "";

    /// <summary>Gets the conversion.</summary>
    public Guid? Id { get; init; }

    /// <summary>Gets whether all are meant, in place of one: an id that got lost must not change everything.</summary>
    public bool All { get; init; }

    /// <summary>Gets the reason of the dead letters that are meant; null for any.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the customer to erase.</summary>
    public OutboxCustomer? Customer { get; init; }
}
