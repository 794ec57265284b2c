using System.Text;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>What a program writes, read all the time so that it never waits for its reader.</summary>
internal sealed class Transcript
{
    private readonly object _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _grown = NewSource();

    public Transcript(TextReader reader) => Ended = ReadAsync(reader);

    /// <summary>Gets a task that completes when the program, and whatever it started, closed it.</summary>
    public Task Ended { get; }

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Waits for a text, and returns all that was written so far.</summary>
    public async Task<string> WaitForAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                string written = _text.ToString();
                if (written.Contains(text, StringComparison.Ordinal))
                {
                    return written;
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(TextReader reader)
    {
        char[] buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var read)
        {
            TaskCompletionSource grown;
            lock (_lock)
            {
                _text.Append(buffer, 0, read);
                (grown, _grown) = (_grown, NewSource());
            }

            grown.SetResult();
        }
    }
}
