using System.IO.Compression;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>
/// Decompresses a gzip file, of one member or several, and fails where it is cut off or continues with something else:
/// <see cref="GZipStream"/> takes both for the end of the file, and the rows behind it would be lost in silence.
/// </summary>
internal sealed class WholeGzipStream : ForwardStream
{
    // A member of our own behind those of the file: it comes out only when they are whole.
    private static readonly byte[] Mark = [.. "\0the end of rokt\0"u8];
    private static readonly byte[] MarkMember = Compress(Mark);

    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;

    public WholeGzipStream(Stream file) => _gzip = new GZipStream(new MarkedStream(file), CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The file is damaged, cut off, or more than gzip.</exception>
    public override int Read(Span<byte> buffer)
    {
        // What may be the mark is held back until more comes.
        while (_end - _start <= Mark.Length)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            int read = _gzip.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                return _buffer.AsSpan(0, _end).SequenceEqual(Mark) ? 0 : throw new InvalidDataException("The gzip data is cut off, or other data follows it.");
            }

            _end += read;
        }

        int length = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.NoCompression))
        {
            gzip.Write(data);
        }

        return memory.ToArray();
    }

    // The file, and the mark behind it.
    private sealed class MarkedStream(Stream file) : ForwardStream
    {
        private readonly MemoryStream _mark = new(MarkMember);

        public override int Read(Span<byte> buffer) => file.Read(buffer) is > 0 and var read ? read : _mark.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
                _mark.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
