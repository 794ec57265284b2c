using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>Names the account in front of every message, for applications with several.</summary>
internal sealed class AccountLogger(ILogger inner, string account) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (inner.IsEnabled(logLevel))
        {
            inner.Log(logLevel, eventId, state, exception, (written, thrown) => AccountName.In(account, formatter(written, thrown)));
        }
    }
}
