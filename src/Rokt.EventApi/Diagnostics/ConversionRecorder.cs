using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Diagnostics;

/// <summary>Records what can be seen of a conversion when it is sent: attributes that were left out, and a time that the API may not take.</summary>
internal sealed class ConversionRecorder(Account account, EventApiMetrics metrics, TimeProvider clock, ILogger logger)
{
    // A clock can be some hours ahead, and a day that is no clock's fault.
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    private int _warnedOfTime;

    public void Record(ConversionEvent conversion)
    {
        RecordDropped(conversion);
        RecordTime(conversion.EventTime);
    }

    /// <summary>Counts the attributes that were left out, each once.</summary>
    public void RecordDropped(ConversionEvent conversion)
    {
        if (conversion.Dropped is not null)
        {
            foreach (Subject subject in conversion.Dropped.Select(dropped => dropped.Subject).Distinct())
            {
                metrics.DroppedAttribute(subject.KnownName);
            }
        }
    }

    /// <summary>Counts a conversion that is too old for the API or too far ahead, and warns of the first one.</summary>
    public void RecordTime(DateTimeOffset? eventTime)
    {
        if (eventTime is not { } time)
        {
            return;
        }

        TimeSpan age = clock.GetUtcNow() - time;
        if (age <= EventApiLimits.EventAge && age >= -MostAhead)
        {
            return;
        }

        metrics.Mistimed(age > EventApiLimits.EventAge ? "too_old" : "ahead");
        if (Interlocked.Exchange(ref _warnedOfTime, 1) == 0)
        {
            Log.Mistimed(logger, account.DisplayName);
        }
    }
}
