namespace Rokt.EventApi;

/// <summary>Provides the names under which the client's telemetry is collected.</summary>
/// <example>
/// <code>
/// builder.Services.AddOpenTelemetry()
///     .WithTracing(tracing => tracing.AddSource(EventApiTelemetry.ActivitySourceName))
///     .WithMetrics(metrics => metrics.AddMeter(EventApiTelemetry.MeterName));
/// </code>
/// </example>
public static class EventApiTelemetry
{
    /// <summary>Specifies the name of the <see cref="System.Diagnostics.ActivitySource"/>: one span per send, <c>rokt.event_api.send</c>.</summary>
    public const string ActivitySourceName = "Rokt.EventApi";

    /// <summary>Specifies the name of the <see cref="System.Diagnostics.Metrics.Meter"/>, whose instruments begin with <c>rokt.event_api</c>.</summary>
    public const string MeterName = "Rokt.EventApi";
}
