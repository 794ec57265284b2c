using System.Diagnostics;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Diagnostics;

/// <summary>The client's spans: one a send.</summary>
internal static class EventApiTracing
{
    public const string Name = "Rokt.EventApi";

    private static readonly ActivitySource Source = new(Name);

    public static Activity? StartSend(string clientName, Uri address, Payload payload)
    {
        Activity? activity = Source.StartActivity("rokt.event_api.send");
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("rokt.client.name", clientName);
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

        activity.SetTag("rokt.outcome", OutcomeName.Of(result.Status));
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
}
