using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>What a client is made of beside its options, whether a container or a constructor supplies it.</summary>
/// <param name="RequestAsync">Sends a request and returns the response once its headers are there, before its body is read.</param>
/// <param name="Credentials">The key and secret.</param>
internal sealed record EventApiClientDependencies(
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> RequestAsync, Credentials Credentials)
{
    /// <summary>The account that the client is registered for.</summary>
    public required Account Account { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Random numbers from 0 to 1.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Disposed with the client.</summary>
    public IDisposable? Owned { get; init; }
}
