namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Which process delivers. Its holder increments <paramref name="Beat"/> while it lives; one whose beat stands still has crashed.</summary>
/// <param name="Owner">The process; null when none delivers.</param>
/// <param name="Beat">Grows with every change, whoever makes it.</param>
/// <param name="State">What the holder meets: <see cref="OutboxState.Delivering"/>, <see cref="OutboxState.Unavailable"/> or <see cref="OutboxState.CredentialsRefused"/>.</param>
/// <param name="IsPaused">Whether an operator has paused delivery.</param>
/// <param name="Holder">The process as an operator knows it: machine and number.</param>
/// <param name="Cause">Why the state is not <see cref="OutboxState.Delivering"/>.</param>
internal sealed record LeaseRow(Guid? Owner, long Beat, OutboxState State = OutboxState.Delivering, bool IsPaused = false, string? Holder = null, string? Cause = null)
{
    /// <summary>This process as an operator knows it.</summary>
    public static string Self { get; } = $"{Environment.MachineName} (process {Environment.ProcessId})";
}
