namespace Rokt.EventApi.Sandbox.Faults;

/// <summary>The armed faults: those for the next requests are used up in order, then those for a share of all have their turn.</summary>
internal sealed class FaultPlan(Random random)
{
    private readonly object _lock = new();
    private readonly List<ArmedFault> _faults = [];

    public IReadOnlyList<ArmedFault> Armed
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    public void Add(SandboxFault fault)
    {
        lock (_lock)
        {
            _faults.Add(new ArmedFault(fault, fault.Times));
        }
    }

    public SandboxFault? Next()
    {
        lock (_lock)
        {
            int next = _faults.FindIndex(armed => armed.Fault.Share is null);
            if (next < 0)
            {
                // One draw for all, so that the shares are of all requests and add up.
                double draw = random.NextDouble();
                return _faults.Find(armed => (draw -= armed.Fault.Share!.Value) < 0)?.Fault;
            }

            ArmedFault armed = _faults[next];
            if (armed.Left == 1)
            {
                _faults.RemoveAt(next);
            }
            else
            {
                _faults[next] = armed with { Left = armed.Left - 1 };
            }

            return armed.Fault;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }
}
