using System.Security.Cryptography;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>A file that can be read several times; standard input is first copied into a temporary file of the user alone.</summary>
internal sealed class InputFile : IDisposable
{
    private const string StandardInput = "-";
    private const int SampleLength = 256 * 1024;
    private const int BufferLength = 128 * 1024;

    private readonly string _path;
    private readonly (long Length, DateTime Written) _state;

    private InputFile(string name, string path)
    {
        Name = name;
        _path = path;
        _state = State();
        FileFormat? format = null;
        try
        {
            Format = format = FormatDetector.Detect(Sample(out bool isCompressed)) with { IsCompressed = isCompressed };
            if (format.Kind == FileKind.Spreadsheet)
            {
                using Stream workbook = OpenStream();
                WorkbookArchive.Check(workbook);
            }
        }
        catch (Exception exception) when (FileFault.Is(exception, format))
        {
            throw FileFault.Describe(exception, name, format, row: 0);
        }
    }

    /// <summary>Gets the path as the user gave it, or <c>stdin</c>.</summary>
    public string Name { get; }

    public bool IsStandardInput { get; private init; }

    public FileFormat Format { get; }

    /// <summary>Gets whether the file was written to since it was opened.</summary>
    public bool HasChanged => State() != _state;

    /// <summary>Gets the name of what a path means.</summary>
    public static string NameOf(string path) => path == StandardInput ? "stdin" : path;

    /// <exception cref="UnreadableFileException">The file does not exist, is empty, or is of no format that can be read.</exception>
    public static Task<InputFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (path == StandardInput)
        {
            return OpenStandardInputAsync(cancellationToken);
        }

        if (Directory.Exists(path))
        {
            throw new UnreadableFileException($"{path} is a folder: name the files in it, such as \"{Path.Join(path, "*.csv")}\".");
        }

        if (!File.Exists(path))
        {
            throw new UnreadableFileException($"{path} does not exist.");
        }

        // To open a pipe waits for whoever writes to it.
        return Task.Run(() => new InputFile(path, path), CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Opens the rows from the start.</summary>
    public IRowSource OpenRows(bool? isQuoted = null)
    {
        FileFormat format = isQuoted is { } quoted ? Format with { IsQuoted = quoted } : Format;
        return new NamedRows(Name, format, () => format.Kind switch
        {
            FileKind.Spreadsheet => new SpreadsheetRows(OpenStream()),
            FileKind.JsonLines => new JsonRows(OpenText(), OpenText),
            _ => new DelimitedRows(OpenText(), format),
        });
    }

    /// <summary>Computes the SHA-256 of the bytes, by which a changed file is recognized.</summary>
    public string ComputeHash()
    {
        using FileStream stream = File.OpenRead(_path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    public void Dispose()
    {
        if (IsStandardInput)
        {
            File.Delete(_path);
        }
    }

    private static async Task<InputFile> OpenStandardInputAsync(CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        try
        {
            // Whoever writes may take their time, and Ctrl+C does not wait for them.
            await Task.Run(() => CopyStandardInput(path), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            return new InputFile(NameOf(StandardInput), path) { IsStandardInput = true };
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static void CopyStandardInput(string path)
    {
        using Stream input = Console.OpenStandardInput();
        using var copy = new FileStream(path, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        input.CopyTo(copy);
    }

    private (long Length, DateTime Written) State()
    {
        var file = new FileInfo(_path);
        if (file.LinkTarget is not null)
        {
            // A link stays as it is when its file changes.
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }

        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private StreamReader OpenText() => new(OpenStream(), Format.Encoding, detectEncodingFromByteOrderMarks: true, BufferLength);

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
        FileStream stream = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferLength, FileOptions.SequentialScan);
        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new UnreadableFileException($"a pipe can be read once, and a file is read several times: send it over standard input, rokt send - < {Name}");
        }

        Span<byte> magic = stackalloc byte[2];
        isCompressed = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        stream.Position = 0;
        return isCompressed ? new WholeGzipStream(stream) : stream;
    }

    private byte[] Sample(out bool isCompressed)
    {
        using Stream stream = OpenBytes(out isCompressed);
        byte[] sample = new byte[SampleLength];
        return sample[..stream.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false)];
    }
}
