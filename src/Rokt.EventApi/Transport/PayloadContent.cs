using System.Net;
using Rokt.EventApi.Sending;

namespace Rokt.EventApi.Transport;

/// <summary>
/// The body of one attempt. Its memory is used for another event once nobody reads it any more; so an attempt that was
/// given up keeps it for as long as it is still writing it to a connection.
/// </summary>
internal sealed class PayloadContent(SendOperation operation) : HttpContent
{
    protected override bool TryComputeLength(out long length)
    {
        length = operation.Body.Length;
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
            stream.Write(operation.Body.Span);
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
            await stream.WriteAsync(operation.Body, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            operation.ReleaseBody();
        }
    }

    private void Hold() => ObjectDisposedException.ThrowIf(!operation.TryHoldBody(), this);
}
