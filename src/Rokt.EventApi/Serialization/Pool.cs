using System.Collections.Concurrent;

namespace Rokt.EventApi.Serialization;

/// <summary>Keeps what is costly to make for later; one of them in a place of its own, since most callers need no more at once.</summary>
/// <param name="mostKept">How many others.</param>
internal sealed class Pool<T>(int mostKept)
    where T : class
{
    private readonly ConcurrentQueue<T> _others = new();
    private T? _first;

    /// <summary>Takes one out; null when there is none.</summary>
    public T? TryRent()
    {
        T? first = _first;
        if (first is not null && Interlocked.CompareExchange(ref _first, null, first) == first)
        {
            return first;
        }

        return _others.TryDequeue(out T? other) ? other : null;
    }

    /// <returns>Whether it is kept.</returns>
    public bool TryReturn(T item)
    {
        if (_first is null && Interlocked.CompareExchange(ref _first, item, null) is null)
        {
            return true;
        }

        if (_others.Count >= mostKept)
        {
            return false;
        }

        _others.Enqueue(item);
        return true;
    }
}
