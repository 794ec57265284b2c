using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>Logs an operation's failures once per change of state: when they begin, and when they end.</summary>
internal sealed class FailureLog(ILogger logger, string operation)
{
    private int _isFailing;

    public bool IsFailing => Volatile.Read(ref _isFailing) == 1;

    public void RecordFailure(Exception? exception)
    {
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
        {
            Log.OperationFailed(logger, operation, exception);
        }
    }

    /// <summary>Records a failure in code that sees conversions: its message may quote one, so only its type is logged.</summary>
    public void RecordFailure(Type exception)
    {
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
        {
            Log.OperationFailed(logger, $"{operation} ({exception.FullName})", null);
        }
    }

    public void RecordSuccess()
    {
        if (IsFailing && Interlocked.Exchange(ref _isFailing, 0) == 1)
        {
            Log.OperationRecovered(logger, operation);
        }
    }
}
