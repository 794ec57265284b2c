using Aspire.Hosting.ApplicationModel;

namespace Rokt.EventApi.Sandbox.Aspire;

/// <summary>Represents the local Event API as a resource of an app host; it runs inside the app host, so that it needs neither a container nor a tool.</summary>
public sealed class EventApiSandboxResource : Resource
{
    private readonly TaskCompletionSource<EventApiSandbox> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EventApiSandboxResource(string name, EventApiSandboxOptions options)
        : base(name) => Options = options;

    /// <summary>Gets the sandbox, which has started when the task completes: a test of the app host sees what arrived, and arms faults.</summary>
    public Task<EventApiSandbox> Sandbox => _started.Task;

    internal EventApiSandboxOptions Options { get; }

    internal void Complete(EventApiSandbox sandbox) => _started.TrySetResult(sandbox);

    internal void Fail(Exception exception) => _started.TrySetException(exception);
}
