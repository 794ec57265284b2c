using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

[assembly: AssemblyFixture(typeof(Rokt.EventApi.Queue.Tests.RabbitServer))]

namespace Rokt.EventApi.Queue.Tests;

/// <summary>
/// A RabbitMQ of the tests' own, from the machine's packages, on loopback: with its own name, data, ports and port mapper. It is started
/// when the first test needs it.
/// </summary>
public sealed class RabbitServer : IAsyncDisposable
{
    // Debian's /usr/sbin/rabbitmq-server changes the user and the home; this is what it starts.
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly int[] _ports = FreePorts(3);
    private DirectoryInfo? _folder;
    private Process? _portMapper;
    private Process? _broker;
    private int _hosts;

    private static bool IsThere => File.Exists(Program);

    /// <summary>Creates a virtual host, or skips the test where there is no RabbitMQ, and returns its address.</summary>
    public async Task<Uri> NewHostAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(IsThere, "There is no RabbitMQ on this machine (Debian: apt-get install rabbitmq-server).");
        if (_broker is null)
        {
            _folder = Directory.CreateTempSubdirectory("rabbitmq-");
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "plugins"), "[].", cancellationToken);
            _portMapper = Process.Start("epmd", ["-port", $"{_ports[0]}", "-address", "127.0.0.1"]);
            await StartAsync(cancellationToken);
        }

        string host = $"shop{++_hosts}";
        await ControlAsync("add_vhost", host);
        await ControlAsync("set_permissions", "-p", host, "guest", ".*", ".*", ".*");
        return new Uri($"amqp://guest:guest@127.0.0.1:{_ports[1]}/{host}");
    }

    /// <summary>Starts it, and waits until it can be used.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _broker = Start(Program);
        var factory = new ConnectionFactory { Uri = new Uri($"amqp://guest:guest@127.0.0.1:{_ports[1]}") };
        while (true)
        {
            try
            {
                await using IConnection connection = await factory.CreateConnectionAsync(cancellationToken);
                return;
            }
            catch (BrokerUnreachableException) when (!_broker.HasExited)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync() => await EndAsync(_broker);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_broker);
        await EndAsync(_portMapper);
        _folder?.Delete(recursive: true);
    }

    private async Task ControlAsync(params string[] arguments)
    {
        using Process process = Start("/usr/lib/rabbitmq/bin/rabbitmqctl", ["-q", .. arguments]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private Process Start(string program, params string[] arguments)
    {
        string folder = _folder!.FullName;
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment =
            {
                ["HOME"] = folder,
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["ERL_EPMD_PORT"] = $"{_ports[0]}",
                ["RABBITMQ_NODENAME"] = $"tests{_ports[1]}@localhost",
                ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_NODE_PORT"] = $"{_ports[1]}",
                ["RABBITMQ_DIST_PORT"] = $"{_ports[2]}",
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "none"),
                ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noinput -kernel inet_dist_use_interface {127,0,0,1}",

                // The broker itself in place of a shell around it, so that a kill reaches it.
                ["RABBITMQ_ALLOW_INPUT"] = "1",
            },
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task EndAsync(Process? process)
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}
