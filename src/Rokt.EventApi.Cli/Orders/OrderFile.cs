using System.Runtime.CompilerServices;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>A file of orders, whose columns are known; read as often as needed.</summary>
internal sealed class OrderFile : IDisposable
{
    private readonly MappingOptions _mapping;

    private OrderFile(InputFile input, ColumnMap map, FileProfile profile, MappingOptions mapping)
    {
        Input = input;
        Map = map;
        Profile = profile;
        _mapping = mapping;
        TimeZoneName = mapping.TimeZone ?? GoogleTimeZone(input.Format);
    }

    public InputFile Input { get; }

    public ColumnMap Map { get; }

    public FileProfile Profile { get; }

    /// <summary>Gets the name of the time zone of times without one; null when nobody named one.</summary>
    public string? TimeZoneName { get; }

    /// <summary>Opens a file and finds out what its columns are.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="MappingException">What the user says of its columns is wrong.</exception>
    public static async Task<OrderFile> OpenAsync(string path, MappingOptions mapping, CancellationToken cancellationToken)
    {
        InputFile input = await InputFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            ColumnMap map;
            using (IRowSource rows = input.OpenRows())
            {
                map = ColumnRecognizer.Recognize(rows.Header, mapping);
            }

            using (IRowSource rows = input.OpenRows(IsQuoted(map)))
            {
                FileProfile profile = FileProfiler.Profile(rows, map, mapping, input.Format.Delimiter == ';', cancellationToken);
                return new OrderFile(input, map, profile, mapping);
            }
        }
        catch (MappingException exception)
        {
            input.Dispose();
            throw new MappingException($"{input.Name}: {exception.Message}");
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Gets whether nothing of the file can be sent as it is, and why; null when it can.</summary>
    public string? FindObstacle()
    {
        if (!Map.HasIdentity)
        {
            return $"{Input.Name} has no column with e-mail addresses, by which Rokt knows customers{(Map.IsKnown ? $": that is so in a file of the kind \"{Map.Export.Name}\"" : "")}. {Map.Export.WithoutEmail ?? $"Name the column that holds them with {_mapping.Wording.EmailColumn}; where the first row holds no names but an order, add a row of names above it."}";
        }

        if (Profile is { HasAmbiguousDates: true, DateOrder: DateOrder.Unknown })
        {
            return $"{Input.Name}: is 01/02 the first of February or the second of January? The file does not show which: {_mapping.Wording.DateOrder}.";
        }

        if (Map.Has(Field.Amount) && !Profile.HasCurrency && _mapping.Currency is null)
        {
            return $"{Input.Name} does not say the currency of its amounts: {_mapping.Wording.Currency}.";
        }

        return null;
    }

    /// <summary>Opens the rows from the start.</summary>
    public IRowSource OpenRows() => Input.OpenRows(IsQuoted(Map));

    /// <summary>Reads the orders from the start.</summary>
    /// <exception cref="MappingException">The time zone does not exist.</exception>
    public async IAsyncEnumerable<FileOrder> ReadAsync(ReadingOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReadingOptions complete = options with { TimeZone = FindTimeZone(), Currency = _mapping.Currency, HashEmails = _mapping.HashEmails, Wording = _mapping.Wording };
        using IRowSource rows = OpenRows();
        var reader = new OrderReader(Map, Profile, complete);
        await foreach (FileOrder[] orders in OrderPipeline.ReadAsync(new OrderGrouper(rows, Map, Profile), reader, cancellationToken).ConfigureAwait(false))
        {
            foreach (FileOrder order in orders)
            {
                yield return order;
            }
        }
    }

    public void Dispose() => Input.Dispose();

    private static bool? IsQuoted(ColumnMap map) => map.Export.IsUnquoted ? false : null;

    private TimeZoneInfo FindTimeZone() => TimeZoneName is null
        ? TimeZoneInfo.Utc
        : TimeZones.Find(TimeZoneName) ?? throw new MappingException($"There is no time zone \"{TimeZoneName}\": use a name such as Europe/Berlin or America/New_York, or an offset such as -0500.");

    // Parameters:TimeZone=America/New_York
    private static string? GoogleTimeZone(FileFormat format)
    {
        const string Name = "TimeZone=";
        string? line = format.Preamble.FirstOrDefault(line => line.Contains(Name, StringComparison.OrdinalIgnoreCase));
        return line?[(line.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length)..].Split(';', ',')[0].Trim();
    }
}
