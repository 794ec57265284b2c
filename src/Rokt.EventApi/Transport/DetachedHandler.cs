using System.Diagnostics;

namespace Rokt.EventApi.Transport;

/// <summary>
/// Runs a handler of the application's, such as one that knows its proxy, outside of what is ambient where the send was called:
/// instrumentation that listens to the handler finds no baggage to write into the request. The current span, which
/// <see cref="Diagnostics.EventApiTracing"/> has freed of baggage and trace state, is kept for <c>traceparent</c>.
/// </summary>
/// <remarks>The client's own handler on .NET does without: it removes what instrumentation has written.</remarks>
internal sealed class DetachedHandler : DelegatingHandler
{
    private static readonly ExecutionContext Clean = CaptureClean();

    public DetachedHandler()
    {
    }

    private DetachedHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <summary>Returns a handler as it is used outside of a container.</summary>
    public static HttpMessageHandler Around(HttpMessageHandler handler) => IsNeededFor(handler) ? new DetachedHandler(handler) : handler;

    /// <summary>Returns whether a handler sends what instrumentation writes into its requests.</summary>
    public static bool IsNeededFor(HttpMessageHandler handler) => !PrimaryHandler.RemovesAmbientHeaders(handler);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AmbientHeaders.Remove(request);
        Activity? span = Activity.Current;
        Task<HttpResponseMessage> response = null!;

        // .NET Framework takes a context once, so that it gets a copy.
        ExecutionContext.Run(
            Clean.CreateCopy(),
            _ =>
            {
                Activity.Current = span;
                response = base.SendAsync(request, cancellationToken);
            },
            null);
        return response;
    }

    // A thread that inherits nothing has nothing.
    private static ExecutionContext CaptureClean()
    {
        ExecutionContext? clean = null;
        var thread = new Thread(() => clean = ExecutionContext.Capture());
        bool flows = !ExecutionContext.IsFlowSuppressed();
        if (flows)
        {
            ExecutionContext.SuppressFlow();
        }

        try
        {
            thread.Start();
        }
        finally
        {
            if (flows)
            {
                ExecutionContext.RestoreFlow();
            }
        }

        thread.Join();
        return clean!;
    }
}
