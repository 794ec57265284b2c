using System.Diagnostics;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>A run of the tool. It is killed when its test ends without it, or when it takes for ever: that fails the test with what it wrote.</summary>
internal sealed class ToolRun : IDisposable
{
    // Many times what the slowest run takes on a busy machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly EventApiSandbox? _sandbox;
    private readonly Transcript _output;
    private readonly Transcript _error;
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    /// <param name="process">The tool, or the terminal in which it runs.</param>
    /// <param name="sandbox">Where it sends to; null for elsewhere.</param>
    public ToolRun(Process process, EventApiSandbox? sandbox)
    {
        _process = process;
        _sandbox = sandbox;
        _output = new Transcript(process.StandardOutput);
        _error = new Transcript(process.StandardError);
        _ending.CancelAfter(Longest);
    }

    /// <summary>Gets the id of the process: the tool's, or in a terminal that of the terminal.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Sends it a signal, such as <c>INT</c>.</summary>
    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Presses keys.</summary>
    public async Task PressAsync(string keys)
    {
        await Input.WriteAsync(keys.AsMemory(), _ending.Token);
        await Input.FlushAsync(_ending.Token);
    }

    /// <summary>Waits until the sandbox has responded to that many requests.</summary>
    public Task WaitForRequestsAsync(int count) => WaitForAsync(_sandbox!.WaitForRequestsAsync(count, _ending.Token));

    /// <summary>Waits for a text on standard output, and returns all that is there so far.</summary>
    public async Task<string> WaitForOutputAsync(string text)
    {
        Task<string> written = _output.WaitForAsync(text, _ending.Token);
        await WaitForAsync(written);
        return await written;
    }

    /// <summary>Waits for something that happens while it runs.</summary>
    public async Task WaitForAsync(Task happens)
    {
        Task exit = _process.WaitForExitAsync(_ending.Token);
        await Task.WhenAny(happens, exit);
        if (!happens.IsCompletedSuccessfully)
        {
            await FailAsync("It ended before what the test waits for");
        }
    }

    /// <summary>Waits until something that cannot be waited for holds.</summary>
    public Task WaitUntilAsync(Func<bool> holds) => WaitForAsync(PollAsync(holds));

    /// <summary>Kills it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(_ending.Token);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<ToolResult> FinishAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_ending.Token);
            await Task.WhenAll(_output.Ended, _error.Ended).WaitAsync(_ending.Token);
        }
        catch (OperationCanceledException)
        {
            await FailAsync("It did not end");
        }

        return new ToolResult(_process.ExitCode, _output.Text, _error.Text);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _ending.Dispose();
    }

    private async Task PollAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _ending.Token);
        }
    }

    private async Task FailAsync(string what)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        string end = _process.HasExited ? $"exit code {_process.ExitCode}" : $"killed after {Longest.TotalMinutes:0} minutes";
        _process.Kill(entireProcessTree: true);
        await Task.WhenAll(_output.Ended, _error.Ended).WaitAsync(TestContext.Current.CancellationToken);
        Assert.Fail($"{what} ({end}).\n{_output.Text}\n{_error.Text}");
    }
}
