using System.Text.Json;
using Rokt.EventApi.Cli.Exports;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Reads and writes a mapping, so that next month's file needs one option.</summary>
internal static class MapFile
{
    /// <exception cref="MappingException">The file does not exist or is no mapping.</exception>
    public static MappingOptions Read(string path)
    {
        try
        {
            MappingOptions options = JsonSerializer.Deserialize(File.ReadAllText(path), CommandJsonContext.Default.MappingOptions) ?? new MappingOptions();
            return options.Columns.ContainsValue(null!) || options.Values.ContainsValue(null!)
                ? throw new MappingException($"{path} cannot be read as a mapping: a field is null. Name its column or its value, or leave it out.")
                : options;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new MappingException($"{path} cannot be read as a mapping: {exception.Message}");
        }
    }

    public static void Write(string path, MappingOptions options) =>
        File.WriteAllText(path, JsonSerializer.Serialize(options, CommandJsonContext.Default.MappingOptions) + "\n");
}
