using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>What a client is made of beside its options, whether a container or a constructor supplies it.</summary>
/// <param name="RequestAsync">Sends a request and returns the response once its headers are there, however long its body.</param>
/// <param name="Credentials">The key and secret.</param>
internal sealed record EventApiClientDependencies(
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> RequestAsync, Credentials Credentials)
{
    /// <summary>The name of the registration; empty when it has none.</summary>
    public required string Name { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Random numbers from 0 to 1.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>What ends with the client.</summary>
    public IDisposable? Owned { get; init; }
}
