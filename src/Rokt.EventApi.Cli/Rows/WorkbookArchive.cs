using System.IO.Compression;
using System.IO.Hashing;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>Looks at the ZIP archive that an <c>.xlsx</c> is, whose checksums its readers leave alone.</summary>
internal static class WorkbookArchive
{
    /// <exception cref="UnreadableFileException">The archive holds no workbook; the message continues the file's name.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static void Check(Stream stream)
    {
        Span<byte> signature = stackalloc byte[4];
        stream.ReadExactly(signature);
        if (!signature.SequenceEqual("PK\x03\x04"u8))
        {
            // An .xls of old.
            return;
        }

        stream.Position = 0;
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (!zip.Entries.Any(entry => entry.FullName.StartsWith("xl/workbook", StringComparison.OrdinalIgnoreCase)))
        {
            throw new UnreadableFileException("a ZIP archive without an Excel workbook. Unpack it and send the files in it, or save the sheet as .xlsx or CSV.");
        }

        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream content = entry.Open();
            var checksum = new Crc32();
            checksum.Append(content);
            if (checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            {
                throw new InvalidDataException("A checksum of the archive is wrong.");
            }
        }
    }
}
