using System.Diagnostics;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Diagnostics;

/// <summary>The client's spans: one per send.</summary>
internal static class EventApiTracing
{
    private static readonly ActivitySource Source = new(EventApiTelemetry.ActivitySourceName);

    /// <summary>
    /// Starts the span of a send. It continues the caller's trace without being the child of the caller's activity, whose
    /// baggage and trace state every handler would write into the request; where no one records it, it only keeps them back.
    /// </summary>
    public static Activity? StartSend(string clientName, Uri address, Payload payload)
    {
        Activity? activity = Start();
        if (activity is { IsAllDataRequested: true })
        {
            if (clientName.Length > 0)
            {
                activity.SetTag("rokt.client.name", clientName);
            }

            activity.SetTag("server.address", address.IdnHost);
            activity.SetTag("server.port", address.Port);
            activity.SetTag("rokt.events", payload.EventCount);
            activity.SetTag("http.request.body.size", payload.Body.Length);
        }

        return activity;
    }

    public static void EndSend(Activity? activity, SendResult result, string? reason)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("rokt.outcome", OutcomeName.Get(result.Status));
        activity.SetTag("rokt.attempts", result.Attempts);
        if (result.StatusCode is { } statusCode)
        {
            activity.SetTag("http.response.status_code", (int)statusCode);
        }

        if (reason is not null)
        {
            activity.SetTag("error.type", reason);
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static Activity? Start()
    {
        const string Operation = "rokt.event_api.send";
        if (Activity.Current is not { } caller)
        {
            return Source.StartActivity(Operation);
        }

        if (caller.IdFormat != ActivityIdFormat.W3C)
        {
            // Its identifier is not one to continue; the caller's own context is not affected.
            Activity.Current = null;
            return Source.StartActivity(Operation);
        }

        var context = new ActivityContext(caller.TraceId, caller.SpanId, caller.ActivityTraceFlags);
        Activity? activity = Source.StartActivity(Operation, ActivityKind.Internal, context);
        bool carries = caller.TraceStateString is not null || caller.Baggage.Any();
        return activity is null && carries
            ? new Activity(Operation).SetParentId(caller.TraceId, caller.SpanId, caller.ActivityTraceFlags).Start()
            : activity;
    }
}
