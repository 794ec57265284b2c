using System.Text;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>Rows for tests; the ids grow, so that the order of rows of one time is known.</summary>
internal static class Rows
{
    private static int _last;

    public static NewRow New(string payload = "{}", long created = 100, int version = 1) => New(Encoding.UTF8.GetBytes(payload), created, version);

    public static NewRow New(byte[] payload, long created = 100, int version = 1) =>
        new(new Guid(Interlocked.Increment(ref _last), 0, 0, new byte[8]), payload, version, created);
}
