using System.Buffers;

namespace Rokt.EventApi.Compatibility;

/// <summary>Memory that grows as it is written to.</summary>
internal sealed class ArrayBufferWriter<T>(int initialCapacity) : IBufferWriter<T>
{
    private T[] _buffer = new T[initialCapacity];
    private int _written;

    public int Capacity => _buffer.Length;

    public int WrittenCount => _written;

    public ReadOnlyMemory<T> WrittenMemory => _buffer.AsMemory(0, _written);

    public ReadOnlySpan<T> WrittenSpan => _buffer.AsSpan(0, _written);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(_buffer.Length - _written, count);
        _written += count;
    }

    public void Clear()
    {
        Array.Clear(_buffer, 0, _written);
        _written = 0;
    }

    public void ResetWrittenCount() => _written = 0;

    public Memory<T> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_written);
    }

    public Span<T> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_written);
    }

    private void Reserve(int size)
    {
        int needed = _written + Math.Max(size, 1);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(needed, 2 * _buffer.Length));
        }
    }
}
