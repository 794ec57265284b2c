using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A PgBouncer in transaction mode in front of a database, from the machine's packages.</summary>
internal sealed class PgBouncer : IDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgbouncer-");
    private readonly Process _process;
    private readonly int _port = LoopbackPort.Choose();

    private PgBouncer(string connection)
    {
        var target = new NpgsqlConnectionStringBuilder(connection);
        string users = Path.Combine(_folder.FullName, "users.txt");
        string settings = Path.Combine(_folder.FullName, "pgbouncer.ini");
        File.WriteAllText(users, $"\"{target.Username}\" \"\"\n");
        File.WriteAllText(settings, $"""
            [databases]
            {target.Database} = host=127.0.0.1 port={target.Port} dbname={target.Database} user={target.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = transaction
            default_pool_size = 10
            ignore_startup_parameters = extra_float_digits
            """);
        bool isRoot = Environment.IsPrivilegedProcess;
        if (isRoot)
        {
            // PgBouncer does not run as root.
            using Process chown = Process.Start("chown", ["-R", "postgres", _folder.FullName]);
            chown.WaitForExit();
        }

        _process = Process.Start(new ProcessStartInfo(isRoot ? "runuser" : Program, isRoot ? ["-u", "postgres", "--", Program, "-q", settings] : ["-q", settings]) { WorkingDirectory = "/tmp" })!;
        target.Port = _port;
        target.Pooling = true;

        // Prepared statements belong to a connection, and a transaction may get another one.
        target.NoResetOnClose = true;
        Connection = target.ConnectionString;
    }

    public string Connection { get; }

    /// <summary>Starts it, or skips the test where there is none, and waits until it can be used.</summary>
    public static async Task<PgBouncer> StartAsync(string connection)
    {
        Assert.SkipUnless(File.Exists(Program), "There is no PgBouncer on this machine (Debian: apt-get install pgbouncer).");
        var bouncer = new PgBouncer(connection);
        try
        {
            await Eventually.TrueAsync(bouncer.IsListening, () => "PgBouncer listens", seconds: 60);
            return bouncer;
        }
        catch
        {
            bouncer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool IsListening()
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }
}
