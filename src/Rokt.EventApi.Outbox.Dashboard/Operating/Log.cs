using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Dashboard.Operating;

/// <summary>Who did what. Nothing of a conversion or a customer is logged.</summary>
internal static class Log
{
    // Not generated: on .NET 8 the generators of the framework and of its newer packages meet.
    private static readonly Action<ILogger, string, string, Exception?> PausedMessage = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(401, "OutboxPausedBy"), "{User} paused the delivery of account \"{Account}\", for all instances.");

    private static readonly Action<ILogger, string, string, Exception?> ResumedMessage = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(402, "OutboxResumedBy"), "{User} resumed the delivery of account \"{Account}\".");

    private static readonly Action<ILogger, string, int, string, string, Exception?> RequeuedMessage = LoggerMessage.Define<string, int, string, string>(
        LogLevel.Warning, new EventId(403, "OutboxRequeuedBy"), "{User} requeued {Count} conversions of account \"{Account}\" from dead letter: {What}.");

    private static readonly Action<ILogger, string, int, string, string, Exception?> DiscardedMessage = LoggerMessage.Define<string, int, string, string>(
        LogLevel.Warning, new EventId(404, "OutboxDiscardedBy"), "{User} discarded {Count} conversions of account \"{Account}\" from dead letter: {What}.");

    private static readonly Action<ILogger, string, int, string, string, Exception?> WithdrewMessage = LoggerMessage.Define<string, int, string, string>(
        LogLevel.Warning, new EventId(405, "OutboxWithdrawnBy"), "{User} withdrew {Count} conversions of account \"{Account}\" before their delivery: {What}.");

    private static readonly Action<ILogger, string, int, string, Exception?> ErasedMessage = LoggerMessage.Define<string, int, string>(
        LogLevel.Warning, new EventId(406, "OutboxErasedBy"), "{User} erased one customer: {Count} conversions of account \"{Account}\".");

    private static readonly Action<ILogger, string, string, string, Exception?> FailedMessage = LoggerMessage.Define<string, string, string>(
        LogLevel.Error, new EventId(407, "OutboxChangeFailed"), "{User} asked for \"{Operation}\" of account \"{Account}\", which failed; some of it may be done.");

    private static readonly Action<ILogger, string, Exception?> NotStartedMessage = LoggerMessage.Define<string>(
        LogLevel.Critical, new EventId(408, "OutboxPageNotStarted"), "The application stops. {Problem}");

    public static void NotStarted(ILogger logger, Exception exception) => NotStartedMessage(logger, exception.Message, exception);

    public static void Paused(ILogger logger, string user, string account) => PausedMessage(logger, user, account, null);

    public static void Resumed(ILogger logger, string user, string account) => ResumedMessage(logger, user, account, null);

    public static void Requeued(ILogger logger, string user, int count, string account, string what) => RequeuedMessage(logger, user, count, account, what, null);

    public static void Discarded(ILogger logger, string user, int count, string account, string what) => DiscardedMessage(logger, user, count, account, what, null);

    public static void Withdrew(ILogger logger, string user, int count, string account, string what) => WithdrewMessage(logger, user, count, account, what, null);

    public static void Erased(ILogger logger, string user, int count, string account) => ErasedMessage(logger, user, count, account, null);

    public static void Failed(ILogger logger, string user, string operation, string account, Exception exception) => FailedMessage(logger, user, operation, account, exception);
}
