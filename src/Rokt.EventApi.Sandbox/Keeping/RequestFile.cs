using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Writes each request as a line of JSON; the body as it came, without the credentials.</summary>
internal sealed class RequestFile : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly object _lock = new();
    private readonly FileStream _file;

    public RequestFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            // It holds personal data.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
    }

    public void Write(ReceivedRequest request)
    {
        lock (_lock)
        {
            using (var writer = new Utf8JsonWriter(_file, Options))
            {
                WriteLine(writer, request);
            }

            _file.WriteByte((byte)'\n');
            _file.Flush();
        }
    }

    public void Dispose() => _file.Dispose();

    private static void WriteLine(Utf8JsonWriter writer, ReceivedRequest request)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", request.Number);
        writer.WriteString("receivedAt", request.ReceivedAt);
        writer.WriteString("method", request.Method);
        writer.WriteString("path", request.Path);
        if (request.StatusCode is { } statusCode)
        {
            writer.WriteNumber("statusCode", statusCode);
        }

        writer.WriteNumber("attempt", request.Attempt);
        writer.WriteStartObject("headers");
        foreach ((string name, string value) in request.Headers)
        {
            writer.WriteString(name, MaskedHeader.Value(name, value));
        }

        writer.WriteEndObject();
        writer.WriteString("body", request.BodyText);
        WriteFindings(writer, "errors", request.Errors);
        WriteFindings(writer, "advice", request.Advice);
        writer.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter writer, string name, IReadOnlyList<SandboxFinding> findings)
    {
        writer.WriteStartArray(name);
        foreach (SandboxFinding finding in findings)
        {
            writer.WriteStringValue(finding.ToString());
        }

        writer.WriteEndArray();
    }
}
