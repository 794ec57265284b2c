using System.Diagnostics;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>Whatever instrumentation writes, from wherever it has it: the client's own handler on .NET removes it.</summary>
public sealed class InstrumentationTests
{
    [Fact]
    public async Task Headers_that_instrumentation_writes_into_the_request_do_not_leave()
    {
        // As OpenTelemetry's does, with a baggage of its own; only in this test's trace, since the listeners are the process's.
        ActivityTraceId traceId = default;
        using IDisposable subscription = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(source =>
        {
            if (source.Name == "HttpHandlerDiagnosticListener")
            {
                source.Subscribe(new Observer<KeyValuePair<string, object?>>(written =>
                {
                    if (written.Key == "System.Net.Http.HttpRequestOut.Start"
                        && written.Value!.GetType().GetProperty("Request")!.GetValue(written.Value) is HttpRequestMessage request
                        && Activity.Current?.TraceId == traceId)
                    {
                        foreach (string name in (string[])["baggage", "tracestate", "Correlation-Context", "Request-Id"])
                        {
                            request.Headers.TryAddWithoutValidation(name, AmbientHeaderTests.Mark);
                        }
                    }
                }));
            }
        }));
        using Activity activity = AmbientHeaderTests.Ambient(isHierarchical: false);
        traceId = activity.TraceId;

        IReadOnlyList<string> headers = await AmbientHeaderTests.HeadersAsync(AmbientHeaderTests.Way.Constructor);

        Assert.All(headers, header => Assert.DoesNotContain(AmbientHeaderTests.Mark, header, StringComparison.OrdinalIgnoreCase));
        Assert.Single(headers, header => AmbientHeaderTests.Name(header) == "traceparent");
    }

    private sealed class Observer<T>(Action<T> onNext) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => onNext(value);
    }
}
