using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Sending;
using Rokt.EventApi.Cli.Settings;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Turns what a user can fix into a sentence and an exit code.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(bool isJson, Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is UnreadableFileException or MappingException or SettingsException)
        {
            return Fail(isJson, exception.Message, ExitCode.Usage);
        }
        catch (JournalException exception)
        {
            return Fail(isJson, exception.Message, exception.InnerException is null ? ExitCode.Usage : ExitCode.Unavailable);
        }
        catch (OperationCanceledException)
        {
            return Fail(isJson, "Interrupted; nothing was sent.", ExitCode.Interrupted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(isJson, exception.Message, ExitCode.Usage);
        }
    }

    private static int Fail(bool isJson, string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        if (isJson)
        {
            Console.Out.WriteLine(Reports.RunReport.Failed(message, exitCode).ToJson());
        }

        return exitCode;
    }
}
