using Rokt.EventApi.Cli.Orders;

namespace Rokt.EventApi.Cli.Sending;

/// <summary>An order whose fate is known, on its way to the journal.</summary>
internal sealed record SentOrder(FileOrder Order, RowState State, IReadOnlyList<RowViolation> Violations, int Retries)
{
    private readonly TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that ends when the journal has the order, or when it never will.</summary>
    public Task Recorded => _recorded.Task;

    public void Finish() => _recorded.SetResult();
}
