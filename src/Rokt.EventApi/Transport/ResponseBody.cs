using System.Buffers;

namespace Rokt.EventApi.Transport;

/// <summary>What a response says beside its status: at most 16 KiB of it, however much there is.</summary>
/// <param name="Errors">The server's errors; none when the body means that there are none.</param>
/// <param name="IsEmptyOrJson">Whether the body can be the API's at all; a proxy's page is not.</param>
internal sealed record ResponseBody(IReadOnlyList<EventApiError> Errors, bool IsEmptyOrJson)
{
    private const int MaxBytes = 16 * 1024;

    private static readonly ResponseBody Empty = new([], IsEmptyOrJson: true);

    /// <summary>Reads a body. One that breaks off counts as far as it came, for the status decides and the body only explains.</summary>
    public static async ValueTask<ResponseBody> ReadAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        // Null on .NET Framework, when a handler of the application sets none.
        if (content is null || IsEmpty(content))
        {
            return Empty;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            (int length, bool isWhole) = await FillAsync(content, buffer, cancellationToken).ConfigureAwait(false);
            return Parse(buffer.AsSpan(0, length), isWhole);
        }
        finally
        {
            // The server may have quoted personal data.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static bool IsEmpty(HttpContent content)
    {
        try
        {
            return content.Headers.ContentLength == 0;
        }
        catch (Exception)
        {
            // A content of the application that does not know its length, or is disposed; reading it shows as much.
            return false;
        }
    }

    private static async ValueTask<(int Length, bool IsWhole)> FillAsync(HttpContent content, byte[] buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        try
        {
            using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (length < MaxBytes)
            {
                int read = await stream.ReadAsync(buffer.AsMemory(length, MaxBytes - length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return (length, true);
                }

                length += read;
            }
        }
        catch (Exception)
        {
            // The network's, the timeout's or that of a handler of the application, which may be of any type.
        }

        return (length, false);
    }

    private static ResponseBody Parse(ReadOnlySpan<byte> utf8, bool isWhole)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        ReadOnlySpan<byte> text = utf8.StartsWith(byteOrderMark) ? utf8[byteOrderMark.Length..] : utf8;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return new ResponseBody([], IsEmptyOrJson: isWhole);
        }

        ErrorDocument document = ErrorDocument.Read(text);
        return new ResponseBody(
            document.Errors.Count > 0 || document.MeansNoErrors ? document.Errors : [ClientErrors.UnreadableBody(Excerpt.Create(text))],
            document.IsJson || (document.BeginsAsJson && !isWhole));
    }
}
