using System.Net;
using Rokt.EventApi.Cli.Reports;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Runs <c>rokt sandbox</c> until it is interrupted.</summary>
internal static class SandboxRun
{
    public static async Task<int> RunAsync(EventApiSandboxOptions options)
    {
        using var interruption = new Interruption(TimeProvider.System);
        EventApiSandbox? sandbox = null;
        try
        {
            sandbox = await EventApiSandbox.StartAsync(options, interruption.Interrupted).ConfigureAwait(false);
            Console.WriteLine(SandboxWelcome.Text(sandbox));
            if (!IPAddress.IsLoopback(options.ListenAddress))
            {
                Console.Error.WriteLine("Warning: it listens beyond this machine. Whoever has the token sees what is sent to it; send no real customer's data.");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, interruption.Interrupted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C, or SIGTERM: how it is ended.
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            Console.Error.WriteLine($"The sandbox cannot start: {exception.Message}");
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The sandbox cannot start: {exception.Message} Choose another port with --port, another address with --listen, or another file with --record.");
            return ExitCode.Usage;
        }

        if (sandbox is not null)
        {
            await sandbox.DisposeAsync().ConfigureAwait(false);
            if (sandbox.RecordProblem is { } problem)
            {
                Console.Error.WriteLine(problem);
                return ExitCode.Unavailable;
            }
        }

        return ExitCode.Success;
    }
}
