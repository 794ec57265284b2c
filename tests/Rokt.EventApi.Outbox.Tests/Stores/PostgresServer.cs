using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(Rokt.EventApi.Outbox.Tests.Stores.PostgresServer))]

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>A PostgreSQL of the tests' own, from the machine's packages, on loopback.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin")).LastOrDefault()
        : null;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgres-");
    private int _port;
    private int _databases;

    private static bool IsThere => Programs is not null;

    public async ValueTask InitializeAsync()
    {
        if (!IsThere)
        {
            return;
        }

        _port = LoopbackPort.Choose();

        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL does not run as root.
            await RunAsync("chown", ["postgres", _folder.FullName], asPostgres: false);
        }

        await RunAsync("initdb", ["-D", Data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]);
        await StartAsync();
    }

    public Task StartAsync() => RunAsync(
        "pg_ctl",
        ["-D", Data, "-w", "-l", Path.Combine(_folder.FullName, "log"), "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder.FullName} -c max_connections=500", "start"]);

    /// <summary>Stops it as a crash does.</summary>
    public Task StopImmediatelyAsync() => RunAsync("pg_ctl", ["-D", Data, "-w", "-m", "immediate", "stop"]);

    /// <summary>Creates a database, or skips the test where there is no PostgreSQL, and returns its connection string.</summary>
    public string NewDatabase()
    {
        Assert.SkipUnless(IsThere, "There is no PostgreSQL on this machine (Debian: apt-get install postgresql).");
        string name = $"shop{Interlocked.Increment(ref _databases)}";
        using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsThere && File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopImmediatelyAsync();
        }

        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Username = "postgres", Database = database, Timeout = 5, CommandTimeout = 10 }.ConnectionString;

    private static async Task RunAsync(string program, string[] arguments, bool asPostgres = true)
    {
        bool isRoot = asPostgres && Environment.IsPrivilegedProcess;
        string path = asPostgres ? Path.Combine(Programs!, program) : program;
        var start = new ProcessStartInfo(isRoot ? "runuser" : path, isRoot ? ["-u", "postgres", "--", path, .. arguments] : arguments)
        {
            WorkingDirectory = "/tmp",
        };
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }
}
