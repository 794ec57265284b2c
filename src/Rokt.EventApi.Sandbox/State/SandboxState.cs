using Rokt.EventApi.Sandbox.Faults;
using Rokt.EventApi.Sandbox.Keeping;

namespace Rokt.EventApi.Sandbox.State;

/// <summary>What a sandbox remembers and how it is set to behave; shared by the API, the control API and the page.</summary>
internal sealed class SandboxState : IDisposable
{
    private readonly RequestFile? _file;

    public SandboxState(EventApiSandboxOptions options)
    {
        Journal = new RequestJournal(options.MaxRequestsKept, options.TimeProvider);
        Counters = new Counters(options.TimeProvider);
        Throttle = new TokenBucket(options.TimeProvider);
        Throttle.Set(options.BatchesPerSecond, options.ThrottleRetryAfter);
        _file = options.RecordFile is null ? null : new RequestFile(options.RecordFile);
    }

    public RequestJournal Journal { get; }

    public Counters Counters { get; }

    public FaultPlan Faults { get; } = new(Random.Shared);

    public TokenBucket Throttle { get; }

    /// <summary>Gets why requests are missing from the file that they are recorded to; null when none is.</summary>
    public string? RecordProblem => _file?.Problem;

    public void Keep(ReceivedRequest request)
    {
        Counters.Count(request.StatusCode);
        Journal.Add(request);
        _file?.Write(request);
    }

    public void Dispose() => _file?.Dispose();
}
