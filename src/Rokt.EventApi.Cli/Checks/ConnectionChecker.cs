using System.Net;
using System.Net.Sockets;

namespace Rokt.EventApi.Cli.Checks;

/// <summary>Walks the way to the API step by step, up to the first one that is wrong.</summary>
internal sealed class ConnectionChecker(Uri address, IEventApiClient client, IEnumerable<(Pod Pod, IEventApiClient Client)> otherPods, TimeProvider clock)
{
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(10);

    private readonly Uri? _proxy = FindProxy(address);

    public async IAsyncEnumerable<CheckResult> RunAsync()
    {
        bool isBroken = false;
        foreach ((string name, Func<CancellationToken, Task<CheckResult>> run) in Steps())
        {
            if (isBroken)
            {
                yield return CheckResult.NotTried(name);
                continue;
            }

            CheckResult result = await RunAsync(name, run).ConfigureAwait(false);
            isBroken = result.Verdict == Verdict.Bad;
            yield return result;
        }
    }

    private IEnumerable<(string Name, Func<CancellationToken, Task<CheckResult>> Run)> Steps()
    {
        var http = new HttpCheck(address, clock);
        yield return ("Proxy", _ => Task.FromResult(CheckProxy()));
        yield return ("DNS", CheckDnsAsync);
        yield return ("TCP", CheckTcpAsync);
        yield return ("TLS", http.CheckTlsAsync);
        yield return ("HTTP", _ => Task.FromResult(http.CheckResponse()));
        yield return ("Clock", _ => Task.FromResult(http.CheckClock()));
        yield return ("Credentials", cancellation => CredentialsCheck.RunAsync(client, otherPods, clock, cancellation));
    }

    private async Task<CheckResult> RunAsync(string name, Func<CancellationToken, Task<CheckResult>> run)
    {
        long start = clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(StepTimeout, clock);
        CheckResult result;
        try
        {
            result = await run(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            result = new CheckResult(name, Verdict.Bad, $"no response within {StepTimeout.TotalSeconds:0} seconds")
            {
                Fix = "The connection is there, but nothing comes back: look for a firewall that drops packets, or try again later.",
            };
        }

        return result with { Milliseconds = Math.Round(clock.GetElapsedTime(start).TotalMilliseconds, 1) };
    }

    private CheckResult CheckProxy() => _proxy is null
        ? new CheckResult("Proxy", Verdict.Good, "none")
        : new CheckResult("Proxy", Verdict.Notable, $"requests go through {_proxy.Host}:{_proxy.Port}")
        {
            Fix = $"If it is not to be used, add {address.Host} to the environment variable no_proxy.",
        };

    private async Task<CheckResult> CheckDnsAsync(CancellationToken cancellationToken)
    {
        string host = (_proxy ?? address).IdnHost;
        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return new CheckResult("DNS", Verdict.Good, $"{host} is {string.Join(", ", found.Take(4).Select(ip => ip.ToString()))}");
        }
        catch (SocketException)
        {
            return new CheckResult("DNS", Verdict.Bad, $"{host} cannot be resolved")
            {
                Fix = _proxy is null
                    ? "Check the pod or the address in the settings, then the machine's DNS."
                    : "Check the proxy's name in the environment variables https_proxy and http_proxy.",
            };
        }
    }

    private async Task<CheckResult> CheckTcpAsync(CancellationToken cancellationToken)
    {
        Uri target = _proxy ?? address;
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(target.IdnHost, target.Port, cancellationToken).ConfigureAwait(false);

            // A socket of both families shows ::ffff:192.0.2.1.
            var peer = (IPEndPoint)tcp.Client.RemoteEndPoint!;
            return new CheckResult("TCP", Verdict.Good, $"connected to {(peer.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(peer.Address.MapToIPv4(), peer.Port) : peer)}");
        }
        catch (SocketException exception)
        {
            return new CheckResult("TCP", Verdict.Bad, $"{target.Host}:{target.Port} cannot be reached ({exception.SocketErrorCode})")
            {
                Fix = exception.SocketErrorCode == SocketError.ConnectionRefused
                    ? "Nothing listens there: check the address and the port, or start the sandbox."
                    : $"Let the firewall pass outgoing connections to {target.Host}:{target.Port}.",
            };
        }
    }

    // The same as the SDK's: none for this machine.
    private static Uri? FindProxy(Uri address) =>
        address.IsLoopback || HttpClient.DefaultProxy.IsBypassed(address) || HttpClient.DefaultProxy.GetProxy(address) is not { } proxy || proxy == address ? null : proxy;
}
