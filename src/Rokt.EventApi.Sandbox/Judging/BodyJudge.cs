using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges a request's body by the guide alone, without the SDK, so that it catches the SDK's mistakes.</summary>
internal static class BodyJudge
{
    public const int MaxBodyBytes = 256 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Judgement Judge(string? contentType, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBodyBytes)
        {
            return Judgement.OfError("The request may have 256 kB at most.");
        }

        try
        {
            StrictUtf8.GetCharCount(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var errors = new Findings();
            JudgeContentType(contentType, errors);
            JudgeRoot(document.RootElement, errors);
            return new Judgement(
                errors.Items,
                errors.Items.Count == 0 ? Adviser.Advise(document.RootElement) : [],
                BodySummary.Of(document.RootElement));
        }
        catch (DecoderFallbackException)
        {
            return Judgement.OfError("The body is not valid UTF-8.");
        }
        catch (JsonException)
        {
            return Judgement.OfError("The JSON is malformed, or has a member twice.");
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws on reading "\ud83d" as text.
            return Judgement.OfError("A text holds half of a surrogate pair, as text cut in the middle of a character does.");
        }
    }

    // IPAddress also reads "1" and "[::1]:80".
    public static bool IsIpAddress(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && IPAddress.TryParse(text, out IPAddress? address)
        && (text.Count(character => character == '.') == 3 || text.Contains(':', StringComparison.Ordinal))
        && !text.Contains('[', StringComparison.Ordinal)
        && (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork || address.ToString() == text);

    private static void JudgeContentType(string? contentType, Findings errors)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || (type.CharSet is { } charSet && !string.Equals(charSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            errors.Add("", "The Content-Type is application/json, in UTF-8.");
        }
    }

    private static void JudgeRoot(JsonElement root, Findings findings)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            findings.Add("", "The body is a JSON object.");
            return;
        }

        findings.CheckIsOneOf(root, "environment", "", "development", "production");
        findings.Check(root, "source_request_id", "", AttributeJudge.IsText, "It is a string.");
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
