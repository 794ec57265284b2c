namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The armed faults, used up in order.</summary>
internal sealed class FaultQueue
{
    private readonly Queue<SandboxFault> _faults = new();

    public void Add(SandboxFault fault)
    {
        lock (_faults)
        {
            for (int i = 0; i < fault.Times; i++)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    public SandboxFault? Next()
    {
        lock (_faults)
        {
            return _faults.TryDequeue(out SandboxFault? fault) ? fault : null;
        }
    }

    public void Clear()
    {
        lock (_faults)
        {
            _faults.Clear();
        }
    }
}
