namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>The last requests, within bounds of number and memory, and who waits for how many.</summary>
internal sealed class RequestJournal(int maxRequests, TimeProvider clock)
{
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly object _lock = new();
    private readonly Queue<ReceivedRequest> _requests = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly RepeatFinder _repeats = new(clock);
    private readonly DuplicateFinder _duplicates = new();
    private long _bytes;
    private int _lastNumber;
    private int _received;

    public void Add(ReceivedRequest request)
    {
        lock (_lock)
        {
            request.SetNumber(++_lastNumber);
            request.AddFindings(_repeats.Find(request).Concat(_duplicates.Find(request)));
            request.BytesKept = RequestSize.Estimate(request);
            _received++;
            _bytes += request.BytesKept;
            _requests.Enqueue(request);
            while (_requests.Count > maxRequests || (_bytes > MaxBytes && _requests.Count > 1))
            {
                Forget(_requests.Dequeue());
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

    /// <summary>Gets the requests above a number, oldest first, and the number of the oldest that is kept.</summary>
    public (IReadOnlyList<ReceivedRequest> Requests, int Oldest) Since(int number, int limit)
    {
        lock (_lock)
        {
            int oldest = _lastNumber - _requests.Count + 1;

            // A number that was not reached yet is one of a sandbox that ran before.
            int first = number > _lastNumber ? oldest : number + 1;
            int skipped = Math.Max(first - oldest, _requests.Count - limit);
            return ([.. _requests.Skip(skipped)], oldest);
        }
    }

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public ReceivedRequest? Find(int number)
    {
        lock (_lock)
        {
            return _requests.FirstOrDefault(request => request.Number == number);
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
            cancellationToken.Register(() =>
            {
                lock (_lock)
                {
                    _waiting.RemoveAll(waiter => waiter.Reached == reached);
                }

                reached.TrySetCanceled(cancellationToken);
            });
            return reached.Task;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            while (_requests.TryDequeue(out ReceivedRequest? request))
            {
                Forget(request);
            }

            _received = 0;
        }
    }

    private void Forget(ReceivedRequest request)
    {
        _bytes -= request.BytesKept;
        _repeats.Forget(request);
        _duplicates.Forget(request);
    }
}
