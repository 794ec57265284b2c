using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Tests.Serialization;

/// <summary>The body that the client would send, and the files under Snapshots that say what it should be.</summary>
internal static class Wire
{
    public static string Body(ConversionEvent conversion, EventEnvironment environment = EventEnvironment.Development) =>
        Encoding.UTF8.GetString(new PayloadSerializer().Serialize(conversion, environment, withRequestId: false).Body.Span);

    /// <summary>A snapshot without the white space between its tokens; each token stays as it is written there.</summary>
    public static string Snapshot(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", $"{name}.json")));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.RootElement.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
