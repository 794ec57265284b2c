using System.IO.Compression;
using System.Security.Cryptography;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>A file that can be read several times; standard input is first copied into a temporary file of the user alone.</summary>
internal sealed class InputFile : IDisposable
{
    private const int SampleLength = 256 * 1024;

    private readonly string _path;
    private readonly bool _isTemporary;
    private readonly (long Length, DateTime Written) _state;

    private InputFile(string name, string path, bool isTemporary)
    {
        Name = name;
        _path = path;
        _isTemporary = isTemporary;
        _state = State();
        Format = FormatDetector.Detect(Sample(out bool isCompressed), name) with { IsCompressed = isCompressed };
    }

    /// <summary>Gets the path as the user gave it, or <c>stdin</c>.</summary>
    public string Name { get; }

    public bool IsStandardInput => _isTemporary;

    public FileFormat Format { get; }

    /// <summary>Gets whether the file was written to since it was opened.</summary>
    public bool HasChanged => State() != _state;

    /// <exception cref="UnreadableFileException">The file does not exist, is empty, or is of no format that can be read.</exception>
    public static InputFile Open(string path)
    {
        if (path == "-")
        {
            return OpenStandardInput();
        }

        if (!File.Exists(path))
        {
            throw new UnreadableFileException($"{path} does not exist.");
        }

        return new InputFile(path, path, isTemporary: false);
    }

    /// <summary>Opens the rows from the start.</summary>
    public IRowSource OpenRows(bool? isQuoted = null)
    {
        FileFormat format = isQuoted is { } quoted ? Format with { IsQuoted = quoted } : Format;
        Stream stream = OpenStream();
        return format.Kind switch
        {
            FileKind.Spreadsheet => new SpreadsheetRows(stream),
            FileKind.JsonLines => new JsonRows(new StreamReader(stream, format.Encoding, detectEncodingFromByteOrderMarks: true, 128 * 1024), OpenRowsForHeader),
            _ => new DelimitedRows(new StreamReader(stream, format.Encoding, detectEncodingFromByteOrderMarks: true, 128 * 1024), format),
        };
    }

    /// <summary>Computes the SHA-256 of the bytes, by which a changed file is recognized.</summary>
    public string ComputeHash()
    {
        using FileStream stream = File.OpenRead(_path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    public void Dispose()
    {
        if (_isTemporary)
        {
            File.Delete(_path);
        }
    }

    private static InputFile OpenStandardInput()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (Stream input = Console.OpenStandardInput())
            using (FileStream copy = File.Create(path))
            {
                input.CopyTo(copy);
            }

            return new InputFile("stdin", path, isTemporary: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private (long Length, DateTime Written) State()
    {
        var file = new FileInfo(_path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private StreamReader OpenRowsForHeader() => new(OpenStream(), Format.Encoding, detectEncodingFromByteOrderMarks: true, 128 * 1024);

    // A workbook is read from its end, so one that is compressed is laid out in memory.
    private Stream OpenStream()
    {
        Stream stream = OpenBytes(out bool isCompressed);
        if (!isCompressed || Format.Kind != FileKind.Spreadsheet)
        {
            return stream;
        }

        var memory = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(memory);
        }

        memory.Position = 0;
        return memory;
    }

    private Stream OpenBytes(out bool isCompressed)
    {
        FileStream stream = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 128 * 1024, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        isCompressed = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        stream.Position = 0;
        return isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private byte[] Sample(out bool isCompressed)
    {
        try
        {
            using Stream stream = OpenBytes(out isCompressed);
            byte[] sample = new byte[SampleLength];
            return sample[..stream.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException exception)
        {
            throw new UnreadableFileException($"{Name} is a damaged gzip file.", exception);
        }
    }
}
