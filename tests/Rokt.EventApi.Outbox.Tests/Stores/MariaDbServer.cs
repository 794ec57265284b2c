using System.Diagnostics;
using MySqlConnector;

[assembly: AssemblyFixture(typeof(Rokt.EventApi.Outbox.Tests.Stores.MariaDbServer))]

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>A MariaDB of the tests' own, from the machine's packages, on loopback; started when the first test needs it.</summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    private const string Daemon = "/usr/sbin/mariadbd";
    private const string Installer = "/usr/bin/mariadb-install-db";

    private readonly SemaphoreSlim _starting = new(1);
    private DirectoryInfo? _folder;
    private Process? _process;
    private int _port;
    private int _databases;

    private static bool IsThere => File.Exists(Daemon) && File.Exists(Installer);

    /// <summary>Creates a database, or skips the test where there is no MariaDB, and returns its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        Assert.SkipUnless(IsThere, "There is no MariaDB on this machine (Debian: apt-get install mariadb-server).");
        await _starting.WaitAsync();
        try
        {
            if (_process is null)
            {
                await InstallAsync();
                await StartAsync();
            }
        }
        finally
        {
            _starting.Release();
        }

        string name = $"shop{Interlocked.Increment(ref _databases)}";
        await using var connection = new MySqlConnection(ConnectionString(""));
        await connection.OpenAsync();
        await using var command = new MySqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Starts it, and waits until it can be used.</summary>
    public async Task StartAsync()
    {
        _process = Start(
            Daemon,
            [
                "--no-defaults", $"--datadir={Data}", $"--port={_port}", "--bind-address=127.0.0.1", "--skip-name-resolve", $"--socket={Path.Combine(_folder!.FullName, "socket")}",
                $"--pid-file={Path.Combine(_folder.FullName, "pid")}", $"--log-error={Path.Combine(_folder.FullName, "log")}", "--max-connections=500",
                .. Environment.IsPrivilegedProcess ? ["--user=mysql"] : Array.Empty<string>(),
            ]);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = new MySqlConnection(ConnectionString(""));
                await connection.OpenAsync();
                return;
            }
            catch (MySqlException) when (attempt < 600 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task StopImmediatelyAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopImmediatelyAsync();
        _folder?.Delete(recursive: true);
        _starting.Dispose();
    }

    private string Data => Path.Combine(_folder!.FullName, "data");

    private string ConnectionString(string database) => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1",
        Port = (uint)_port,
        UserID = "shop",
        Password = "shop",
        Database = database,
        ConnectionTimeout = 5,
        DefaultCommandTimeout = 20,
    }.ConnectionString;

    private async Task InstallAsync()
    {
        _folder = Directory.CreateTempSubdirectory("mariadb-");
        _port = LoopbackPort.Choose();

        await RunAsync(Installer, ["--no-defaults", $"--datadir={Data}", "--skip-test-db", "--auth-root-authentication-method=normal"]);

        // MariaDB does not let its root in over TCP without a password; the tests have a user of their own.
        string users = Path.Combine(_folder.FullName, "users.sql");
        await File.WriteAllTextAsync(users, "FLUSH PRIVILEGES;\nCREATE USER 'shop'@'127.0.0.1' IDENTIFIED BY 'shop';\nGRANT ALL ON *.* TO 'shop'@'127.0.0.1' WITH GRANT OPTION;\n");
        await RunAsync(Daemon, ["--no-defaults", $"--datadir={Data}", "--bootstrap", "--skip-networking"], users);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["-R", "mysql", _folder.FullName]);
        }
    }

    private static async Task RunAsync(string program, string[] arguments, string? input = null)
    {
        using Process process = Start(program, [.. arguments, .. program == Daemon && Environment.IsPrivilegedProcess ? ["--user=root"] : Array.Empty<string>()], input is not null);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(await File.ReadAllTextAsync(input));
            process.StandardInput.Close();
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private static Process Start(string program, string[] arguments, bool hasInput = false) =>
        Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/tmp", RedirectStandardInput = hasInput })!;
}
