using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Writes each request as a line of JSON; the body as it came, without the credentials.</summary>
internal sealed class RequestFile : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly object _lock = new();
    private readonly FileStream _file;
    private int _missing;

    public RequestFile(string path)
    {
        // Unbuffered, so that a line is on the disk or it failed, and nothing waits for the next one.
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            // It holds personal data.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
    }

    /// <summary>Gets why requests are missing; null when none is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Writes a request; a failure becomes the <see cref="Problem"/>, and nothing of the client's.</summary>
    public void Write(ReceivedRequest request)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, Options))
        {
            WriteLine(writer, request);
        }

        line.WriteByte((byte)'\n');
        lock (_lock)
        {
            long? length = _file.CanSeek ? _file.Length : null;
            try
            {
                _file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
            }
            catch (IOException exception)
            {
                _missing++;
                Problem = $"{(_missing == 1 ? "A request is" : $"{_missing} requests are")} missing from the file that is recorded to: {exception.Message}";
                CutOff(length);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // A disk that is full may have taken half of a line, which would spoil the next one.
    private void CutOff(long? length)
    {
        try
        {
            if (length is { } before)
            {
                _file.SetLength(before);
            }
        }
        catch (IOException)
        {
            // Reported already.
        }
    }

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
        WriteFindings(writer, "refused", request, SandboxGrade.Refused);
        WriteFindings(writer, "againstTheGuide", request, SandboxGrade.AgainstTheGuide);
        WriteFindings(writer, "advice", request, SandboxGrade.Advice);
        writer.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter writer, string name, ReceivedRequest request, SandboxGrade grade)
    {
        writer.WriteStartArray(name);
        foreach (SandboxFinding finding in request.Findings.Where(finding => finding.Grade == grade))
        {
            writer.WriteStringValue(finding.ToString());
        }

        writer.WriteEndArray();
    }
}
