using System.Net;

namespace Rokt.EventApi.Sending;

/// <summary>
/// The body of one attempt. Its memory is reused for another event once it is no longer read; so an abandoned attempt
/// keeps it for as long as it is still writing it to a connection.
/// </summary>
internal sealed class PayloadContent(SendOperation operation) : HttpContent
{
    protected override bool TryComputeLength(out long length)
    {
        length = operation.Payload.Body.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => WriteAsync(stream, CancellationToken.None);

#if NET // netstandard2.0 has only the one above.
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        WriteAsync(stream, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Hold();
        try
        {
            stream.Write(operation.Payload.Body.Span);
        }
        finally
        {
            operation.ReleaseBody();
        }
    }
#endif

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        Hold();
        try
        {
            await stream.WriteAsync(operation.Payload.Body, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            operation.ReleaseBody();
        }
    }

    private void Hold() => ObjectDisposedException.ThrowIf(!operation.TryHoldBody(), this);
}
