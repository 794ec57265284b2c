using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>
/// Finds out which of any number of values occur more than once, by their hashes, in little memory: beyond a million they
/// stand in a temporary file, which is looked through once per million.
/// </summary>
internal sealed class HashLog(int capacity = 1_000_000) : IDisposable
{
    private const int EntryLength = 2 * sizeof(ulong);

    private readonly List<(ulong Hash, long Row)> _entries = [];
    private FileStream? _file;

    public long Count { get; private set; }

    /// <summary>Hashes a value; never 0.</summary>
    public static ulong Hash(ReadOnlySpan<char> value) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(value)) | 1;

    public void Add(ulong hash, long row)
    {
        Count++;
        if (_entries.Count == capacity)
        {
            Spill();
        }

        _entries.Add((hash, row));
    }

    /// <summary>Returns each hash that was added more than once, with how often, and the first and the last row.</summary>
    public IEnumerable<RepeatedHash> FindRepeated()
    {
        // Hashes spread evenly but not exactly: one part more than fits, so that none needs a longer list.
        int parts = Count <= capacity ? 1 : (int)(Count / capacity) + 1;
        if (parts > 1)
        {
            Spill();
        }

        for (int part = 0; part < parts; part++)
        {
            if (parts > 1)
            {
                Read(part, parts);
            }

            _entries.Sort();
            for (int start = 0, end; start < _entries.Count; start = end)
            {
                for (end = start + 1; end < _entries.Count && _entries[end].Hash == _entries[start].Hash; end++)
                {
                }

                if (end - start > 1)
                {
                    yield return new RepeatedHash(_entries[start].Hash, end - start, _entries[start].Row, _entries[end - 1].Row);
                }
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Spill()
    {
        _file ??= new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1024 * 1024, FileOptions.DeleteOnClose);
        _file.Seek(0, SeekOrigin.End);
        Span<byte> entry = stackalloc byte[EntryLength];
        foreach ((ulong hash, long row) in _entries)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(entry, hash);
            BinaryPrimitives.WriteInt64LittleEndian(entry[sizeof(ulong)..], row);
            _file.Write(entry);
        }

        _entries.Clear();
    }

    private void Read(int part, int parts)
    {
        _entries.Clear();
        _file!.Seek(0, SeekOrigin.Begin);
        Span<byte> entry = stackalloc byte[EntryLength];
        while (_file.ReadAtLeast(entry, EntryLength, throwOnEndOfStream: false) == EntryLength)
        {
            ulong hash = BinaryPrimitives.ReadUInt64LittleEndian(entry);

            // The highest bits choose the part: they are as random as the others.
            if ((int)((hash >> 32) * (ulong)parts >> 32) == part)
            {
                _entries.Add((hash, BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(ulong)..])));
            }
        }
    }
}
