using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace Rokt.EventApi.Compatibility;

/// <summary>Classifies a network failure as .NET does; .NET Framework does so only by inner exceptions.</summary>
internal static class Network
{
    extension(HttpRequestException exception)
    {
        public HttpRequestError HttpRequestError => exception.InnerException switch
        {
            AuthenticationException => HttpRequestError.SecureConnectionError,
            WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure } => HttpRequestError.SecureConnectionError,
            WebException { Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure } => HttpRequestError.NameResolutionError,
            WebException { Status: WebExceptionStatus.ConnectFailure } => HttpRequestError.ConnectionError,

            // .NET's, when there was no connection; of one that broke, it is inside an IOException.
            SocketException => HttpRequestError.ConnectionError,
            WebException { Status: WebExceptionStatus.KeepAliveFailure or WebExceptionStatus.ConnectionClosed or WebExceptionStatus.SendFailure or WebExceptionStatus.ReceiveFailure } =>
                HttpRequestError.ResponseEnded,
            _ => HttpRequestError.Unknown,
        };
    }

    extension(HttpStatusCode)
    {
        public static HttpStatusCode TooManyRequests => (HttpStatusCode)429;
    }

    extension(HttpContent content)
    {
        // With only the headers awaited, this does not wait; reading the stream does.
        public Task<Stream> ReadAsStreamAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return content.ReadAsStreamAsync();
        }
    }

    extension(Stream stream)
    {
        public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            // The SDK's bodies are arrays.
            MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment);
            return stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken);
        }

        /// <summary>
        /// Reads, and no longer than it may: .NET Framework's own reading of a response does not heed the token. It goes to
        /// memory of its own, because a read that is abandoned may still write, when the caller's memory is another's.
        /// </summary>
        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            const int MostAtOnce = 4096;
            byte[] own = new byte[Math.Min(buffer.Length, MostAtOnce)];
            var cancelled = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
            Task<int> reading = stream.ReadAsync(own, 0, own.Length, cancellationToken);
            Task<int> first = await Task.WhenAny(reading, cancelled.Task).ConfigureAwait(false);
            if (first != reading)
            {
                // Its exception, when the response is disposed, is ignored.
                _ = reading.ContinueWith(static read => read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            int length = await first.ConfigureAwait(false);
            own.AsSpan(0, length).CopyTo(buffer.Span);
            return length;
        }
    }
}
