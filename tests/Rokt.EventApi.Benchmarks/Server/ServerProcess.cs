using System.Diagnostics;

namespace Rokt.EventApi.Benchmarks.Server;

/// <summary>The server in a process of its own, so that what it allocates is not counted.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public static async Task<ServerProcess> StartAsync()
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Rokt.EventApi.Benchmarks.exe" : "Rokt.EventApi.Benchmarks");
        Process process = Process.Start(new ProcessStartInfo(program, "server") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string? address = await process.StandardOutput.ReadLineAsync();
        return new ServerProcess(process, new Uri(address ?? throw new InvalidOperationException("The server did not start.")));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
