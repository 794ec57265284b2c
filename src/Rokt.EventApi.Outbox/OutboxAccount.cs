namespace Rokt.EventApi.Outbox;

/// <summary>
/// Represents an account that has an outbox in this application. All of them are registered, as <c>IEnumerable&lt;OutboxAccount&gt;</c>, for what
/// operates every outbox there is.
/// </summary>
/// <param name="name">The account's name; empty for the one without a name.</param>
/// <param name="outbox">Its outbox.</param>
/// <param name="management">Its management interface.</param>
/// <example>
/// <code>
/// foreach (OutboxAccount account in provider.GetServices&lt;OutboxAccount&gt;())
/// {
///     await account.Management.ResumeAsync(cancellationToken);
/// }
/// </code>
/// </example>
public sealed class OutboxAccount(string name, IOutbox outbox, IOutboxManagement management)
{
    /// <summary>Gets the account's name; empty for the one without a name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets its outbox.</summary>
    public IOutbox Outbox { get; } = outbox;

    /// <summary>Gets its management interface.</summary>
    public IOutboxManagement Management { get; } = management;
}
