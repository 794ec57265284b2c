using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>What is logged; nothing of a conversion is.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Critical, "The server refuses the credentials ({StatusCode}). The outbox is paused and keeps every conversion; it goes on when ApiKey or ApiSecret change. Compare them, and the pod, with what Rokt gave you.", EventName = "OutboxPaused")]
    public static partial void Paused(ILogger logger, int statusCode);

    [LoggerMessage(102, LogLevel.Warning, "Delivery fails ({Reason}). The outbox keeps every conversion and tries again, ever more seldom.", EventName = "OutboxUnavailable")]
    public static partial void Unavailable(ILogger logger, string reason);

    [LoggerMessage(103, LogLevel.Error, "Conversion {Id} of the outbox will not be delivered: {Reason}. See IOutbox.GetDeadAsync.", EventName = "OutboxDead")]
    public static partial void Dead(ILogger logger, Guid id, string reason);

    [LoggerMessage(104, LogLevel.Error, "The store of the outbox failed; it is tried again.", EventName = "OutboxStoreFailed")]
    public static partial void StoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(105, LogLevel.Information, "This process delivers the conversions of the outbox.", EventName = "OutboxLeaseTaken")]
    public static partial void LeaseTaken(ILogger logger);

    [LoggerMessage(106, LogLevel.Warning, "Another process delivers the conversions of the outbox now.", EventName = "OutboxLeaseLost")]
    public static partial void LeaseLost(ILogger logger);

    [LoggerMessage(107, LogLevel.Warning, "The host's time to stop was over before the outbox had finished what was under way; it is delivered again after the next start.", EventName = "OutboxAbandoned")]
    public static partial void Abandoned(ILogger logger);

    [LoggerMessage(109, LogLevel.Error, "Sending a conversion of the outbox threw: see what the application added to the client. It is tried again.", EventName = "OutboxSendThrew")]
    public static partial void SendThrew(ILogger logger, Exception exception);

    [LoggerMessage(108, LogLevel.Warning, "The lease of the outbox could not be given back; another process takes over within 30 seconds.", EventName = "OutboxLeaseNotReleased")]
    public static partial void LeaseNotReleased(ILogger logger, Exception exception);
}
