using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A body as it is shown: indented, each number as it came, and the customer masked.</summary>
internal static class BodyView
{
    private const string Mask = "•••";

    private static readonly string[] Personal = ["user_identities", "user_attributes", "ip", "device_info", "integration_attributes"];

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(ReadOnlyMemory<byte> body, bool reveal)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Options))
            {
                Write(writer, document.RootElement, reveal, isPersonal: false);
            }

            return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return reveal || body.IsEmpty ? Encoding.UTF8.GetString(body.Span) : "It is not valid JSON, so personal data cannot be told from the rest: show personal data to see it.";
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool reveal, bool isPersonal)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, reveal, isPersonal || Personal.Contains(member.Name, StringComparer.OrdinalIgnoreCase));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(writer, item, reveal, isPersonal);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                string text = element.GetString()!;
                writer.WriteStringValue(!reveal && (isPersonal || text.Contains('@', StringComparison.Ordinal)) ? Mask : text);
                break;
            case JsonValueKind.Number when isPersonal && !reveal:
                writer.WriteStringValue(Mask);
                break;
            default:
                writer.WriteRawValue(element.GetRawText());
                break;
        }
    }
}
