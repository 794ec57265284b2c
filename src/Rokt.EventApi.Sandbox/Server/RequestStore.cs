namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The last requests, and who waits for how many.</summary>
internal sealed class RequestStore(int capacity)
{
    private readonly object _lock = new();
    private readonly Queue<ReceivedRequest> _requests = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _lastNumber;
    private int _received;

    public void Add(ReceivedRequest request)
    {
        lock (_lock)
        {
            request.Number = ++_lastNumber;
            _received++;
            _requests.Enqueue(request);
            if (_requests.Count > capacity)
            {
                _requests.Dequeue();
            }

            foreach ((int count, TaskCompletionSource reached) in _waiting)
            {
                if (count <= _received)
                {
                    reached.TrySetResult();
                }
            }

            _waiting.RemoveAll(waiter => waiter.Reached.Task.IsCompleted);
        }
    }

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public Task WaitAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_received >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _received = 0;
        }
    }
}
