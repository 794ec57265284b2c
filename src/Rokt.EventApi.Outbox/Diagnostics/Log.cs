using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>What is logged; nothing of a conversion is.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Critical, "The server refuses the credentials ({StatusCode}). Delivery from the outbox pauses, and every conversion is kept; it resumes when ApiKey or ApiSecret change. Compare them, and the pod, with what Rokt gave you.", EventName = "OutboxCredentialsRefused")]
    public static partial void CredentialsRefused(ILogger logger, int statusCode);

    [LoggerMessage(102, LogLevel.Warning, "Delivery fails ({Reason}). The outbox keeps every conversion and retries at increasing intervals.", EventName = "OutboxUnavailable")]
    public static partial void Unavailable(ILogger logger, string reason);

    [LoggerMessage(103, LogLevel.Error, "Conversion {Id} was moved to dead letter: {Reason}. See IOutboxManagement.GetDeadLettersAsync.", EventName = "OutboxDeadLettered")]
    public static partial void DeadLettered(ILogger logger, Guid id, string reason);

    [LoggerMessage(104, LogLevel.Error, "The outbox failed: {Operation}. It retries at increasing intervals, and logs when it succeeds again.", EventName = "OutboxOperationFailed")]
    public static partial void OperationFailed(ILogger logger, string operation, Exception? exception);

    [LoggerMessage(105, LogLevel.Information, "This process now delivers the conversions of the outbox.", EventName = "OutboxLeaseTaken")]
    public static partial void LeaseTaken(ILogger logger);

    [LoggerMessage(106, LogLevel.Warning, "Another process took over the delivery of the outbox.", EventName = "OutboxLeaseLost")]
    public static partial void LeaseLost(ILogger logger);

    [LoggerMessage(107, LogLevel.Warning, "The host's shutdown timeout elapsed while deliveries of the outbox were in flight; they are repeated after the next start.", EventName = "OutboxAbandoned")]
    public static partial void Abandoned(ILogger logger);

    [LoggerMessage(108, LogLevel.Warning, "The lease of the outbox could not be released; another process takes over within 30 seconds.", EventName = "OutboxLeaseNotReleased")]
    public static partial void LeaseNotReleased(ILogger logger, Exception exception);

    [LoggerMessage(109, LogLevel.Information, "The outbox has recovered: {Operation}.", EventName = "OutboxOperationRecovered")]
    public static partial void OperationRecovered(ILogger logger, string operation);

    [LoggerMessage(110, LogLevel.Information, "This process could not deliver for {Seconds} seconds; it releases the lease to another process.", EventName = "OutboxLeaseYielded")]
    public static partial void LeaseYielded(ILogger logger, int seconds);

    [LoggerMessage(111, LogLevel.Information, "An operator paused delivery from the outbox, for all instances.", EventName = "OutboxPaused")]
    public static partial void Paused(ILogger logger);

    [LoggerMessage(112, LogLevel.Information, "An operator resumed delivery from the outbox.", EventName = "OutboxResumed")]
    public static partial void Resumed(ILogger logger);

    [LoggerMessage(113, LogLevel.Error, "{Pending} conversions wait under accounts that no instance delivers: {Accounts}. Register each with AddRoktEventApiOutbox again, under the same name; until then they only age.", EventName = "OutboxUnregisteredAccounts")]
    public static partial void UnregisteredAccounts(ILogger logger, long pending, string accounts);

    [LoggerMessage(114, LogLevel.Warning, "Nothing is delivered from the outbox. {Reason}", EventName = "OutboxNotDelivered")]
    public static partial void NotDelivered(ILogger logger, string reason);

    [LoggerMessage(115, LogLevel.Information, "Conversion {Id} was withdrawn from the outbox.", EventName = "OutboxWithdrawn")]
    public static partial void Withdrawn(ILogger logger, Guid id);

    [LoggerMessage(116, LogLevel.Information, "{Count} conversions of one customer were erased from the outbox.", EventName = "OutboxErased")]
    public static partial void Erased(ILogger logger, int count);

    [LoggerMessage(117, LogLevel.Warning, "The database {Database} is no longer listed: what is stored there waits until it is listed again.", EventName = "OutboxDatabaseRemoved")]
    public static partial void DatabaseRemoved(ILogger logger, string database);
}
