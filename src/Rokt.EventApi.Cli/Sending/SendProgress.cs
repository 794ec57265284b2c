namespace Rokt.EventApi.Cli.Sending;

/// <summary>How far sending is; read by another thread than the one that counts.</summary>
internal sealed class SendProgress
{
    private long _accepted;
    private long _rejected;
    private long _skipped;
    private long _retried;

    /// <summary>Gets how many conversions there are to send, this run's alone.</summary>
    public required long Total { get; init; }

    public long Accepted => Volatile.Read(ref _accepted);

    public long Rejected => Volatile.Read(ref _rejected);

    public long Skipped => Volatile.Read(ref _skipped);

    public long Retried => Volatile.Read(ref _retried);

    public void Count(RowState state, int retries)
    {
        Interlocked.Add(ref _retried, retries);
        switch (state)
        {
            case RowState.Accepted:
                Interlocked.Increment(ref _accepted);
                break;
            case RowState.Rejected:
                Interlocked.Increment(ref _rejected);
                break;
            case RowState.Skipped:
                Interlocked.Increment(ref _skipped);
                break;
        }
    }
}
