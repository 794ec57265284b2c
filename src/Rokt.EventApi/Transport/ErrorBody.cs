using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Transport;

/// <summary>Reads what the server says beside its status: at most 16 KiB, however much there is.</summary>
internal static class ErrorBody
{
    public const int MaxBytes = 16 * 1024;

    private const int MaxTextLength = 1024;

    /// <summary>Returns the server's errors; none when there is no body. A body that breaks off counts as far as it came.</summary>
    public static async ValueTask<IReadOnlyList<EventApiError>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength == 0)
        {
            return [];
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            int length = await FillAsync(content, buffer, cancellationToken).ConfigureAwait(false);
            return Parse(buffer.AsSpan(0, length));
        }
        finally
        {
            // The server may have quoted personal data.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static async ValueTask<int> FillAsync(HttpContent content, byte[] buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        try
        {
            using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int read;
            while (length < MaxBytes
                && (read = await stream.ReadAsync(buffer.AsMemory(length, MaxBytes - length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is known, and it decides; the body only explains.
        }

        return length;
    }

    private static List<EventApiError> Parse(ReadOnlySpan<byte> utf8)
    {
        var errors = new List<EventApiError>();
        if (utf8.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            return errors;
        }

        try
        {
            // Not the final block: of a body that is cut off, the errors before the cut are read.
            var reader = new Utf8JsonReader(utf8, isFinalBlock: false, state: default);
            ReadErrors(ref reader, errors);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not the documented form; what was read before stays.
        }

        if (errors.Count == 0)
        {
            string text = Encoding.UTF8.GetString(utf8);
            errors.Add(ClientErrors.UnreadableBody(text.Length <= MaxTextLength ? text : text[..MaxTextLength]));
        }

        return errors;
    }

    private static void ReadErrors(ref Utf8JsonReader reader, List<EventApiError> errors)
    {
        const int ErrorDepth = 2;
        string? code = null;
        string? message = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == ErrorDepth + 1)
            {
                bool isCode = reader.ValueTextEquals("code"u8);
                bool isMessage = reader.ValueTextEquals("message"u8);
                if (!reader.Read())
                {
                    return;
                }

                if (reader.TokenType == JsonTokenType.String)
                {
                    code = isCode ? reader.GetString() : code;
                    message = isMessage ? reader.GetString() : message;
                }
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == ErrorDepth && (code ?? message) is not null)
            {
                errors.Add(new EventApiError(code ?? "", WebUtility.HtmlDecode(message ?? "")));
                code = null;
                message = null;
            }
        }
    }
}
