using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges a request's body by the guide alone, without the SDK, so that it catches the SDK's mistakes.</summary>
internal static class BodyJudge
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<SandboxFinding> Judge(string? contentType, ReadOnlyMemory<byte> body)
    {
        var findings = new Findings();
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || (type.CharSet is { } charSet && !string.Equals(charSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            findings.Add("", "The Content-Type is application/json, in UTF-8.");
        }

        try
        {
            StrictUtf8.GetCharCount(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            JudgeRoot(document.RootElement, findings);
        }
        catch (DecoderFallbackException)
        {
            findings.Add("", "The body is not valid UTF-8.");
        }
        catch (JsonException)
        {
            findings.Add("", "The JSON is malformed, or has a member twice.");
        }

        return findings.Items;
    }

    public static bool IsIpAddress(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && IPAddress.TryParse(value.GetString(), out _);

    private static void JudgeRoot(JsonElement root, Findings findings)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            findings.Add("", "The body is a JSON object.");
            return;
        }

        findings.CheckIsOneOf(root, "environment", "", "development", "production");
        findings.Check(root, "ip", "", IsIpAddress, "It is an IPv4 or IPv6 address.");
        CustomerJudge.Judge(root, findings);
        if (!root.TryGetProperty("events", out JsonElement events) || events.ValueKind != JsonValueKind.Array || events.GetArrayLength() == 0)
        {
            findings.Add("events", "It is required, and is an array of at least one event.");
            return;
        }

        EventJudge.Judge(events, findings);
    }
}
