using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A body as it is shown: indented, each number as it came, and the customer masked.</summary>
internal sealed class BodyView : IDisposable
{
    // Indented, the body of a hostile request would be many times its size.
    private const int MaxLength = 512 * 1024;
    private const string Mask = "•••";
    private const string More = "\n… (the rest is not shown)";

    private static readonly string[] Personal = ["user_identities", "user_attributes", "ip", "device_info", "integration_attributes"];

    private static readonly JsonWriterOptions Options = new() { Indented = true, SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool _reveal;
    private readonly MemoryStream _stream = new();
    private readonly Utf8JsonWriter _writer;

    private BodyView(bool reveal)
    {
        _reveal = reveal;
        _writer = new Utf8JsonWriter(_stream, Options);
    }

    private bool IsFull => _writer.BytesCommitted + _writer.BytesPending > MaxLength;

    public static string Text(ReadOnlyMemory<byte> body, bool reveal)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            using var view = new BodyView(reveal);
            view.Write(document.RootElement, isPersonal: false);
            return view.ToText();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return reveal || body.IsEmpty ? Encoding.UTF8.GetString(body.Span) : "It is not valid JSON, so personal data cannot be told from the rest: show personal data to see it.";
        }
    }

    public void Dispose() => _writer.Dispose();

    private string ToText()
    {
        bool isFull = IsFull;
        _writer.Flush();
        string text = Encoding.UTF8.GetString(_stream.GetBuffer(), 0, (int)_stream.Length);
        return isFull ? text + More : text;
    }

    private void Write(JsonElement element, bool isPersonal)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, isPersonal);
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray().TakeWhile(_ => !IsFull))
                {
                    Write(item, isPersonal);
                }

                _writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                string text = element.GetString()!;
                _writer.WriteStringValue(!_reveal && (isPersonal || text.Contains('@', StringComparison.Ordinal)) ? Mask : text);
                break;
            case JsonValueKind.Number when isPersonal && !_reveal:
                _writer.WriteStringValue(Mask);
                break;
            default:
                _writer.WriteRawValue(element.GetRawText());
                break;
        }
    }

    private void WriteObject(JsonElement element, bool isPersonal)
    {
        _writer.WriteStartObject();
        foreach (JsonProperty member in element.EnumerateObject().TakeWhile(_ => !IsFull))
        {
            _writer.WritePropertyName(member.Name);
            Write(member.Value, isPersonal || IsPersonal(member.Name));
        }

        _writer.WriteEndObject();
    }

    // However the name is written, and wherever it stands: a slip of the sender shows nobody's name.
    private static bool IsPersonal(string name) =>
        Personal.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (KnownNames.MeantBy(Level.Batch, name) is { } meant && Personal.Contains(meant))
        || KnownNames.Home(name) is Level.Identities or Level.UserAttributes or Level.Device;
}
