using System.Diagnostics;
using System.Globalization;

namespace Rokt.EventApi.SharedLimit.Tests;

/// <summary>An instance of an application, as a process of its own.</summary>
internal sealed class InstanceProcess : IDisposable
{
    private readonly Process _process;

    private InstanceProcess(Process process) => _process = process;

    public static InstanceProcess Start(Uri address, double batchesPerSecond, int seconds)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Rokt.EventApi.SharedLimit.dll");
        string[] arguments =
        [
            program, "send", address.AbsoluteUri, batchesPerSecond.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture),
        ];
        return new InstanceProcess(Process.Start(new ProcessStartInfo("dotnet", arguments))!);
    }

    /// <summary>Waits for its end, and returns its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
