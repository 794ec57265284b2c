namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>What is looked for.</summary>
internal sealed class FindRequest
{
    /// <summary>Gets the account's name; empty for the one without a name.</summary>
    public string Account { get; init; } = "";

    /// <summary>Gets the confirmation reference.</summary>
    public string ConfirmationRef { get; init; } = "";
}
