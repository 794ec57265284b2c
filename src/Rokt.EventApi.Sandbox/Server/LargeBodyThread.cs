using System.Collections.Concurrent;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>
/// Judges large bodies, one after another, on a thread of its own: the buffers that the runtime rents for them are kept per
/// thread, and would be many times a body on each thread of the pool.
/// </summary>
internal sealed class LargeBodyThread : IDisposable
{
    /// <summary>How many bytes a large body has.</summary>
    public const int MinBytes = 16 * 1024;

    private readonly BlockingCollection<Action> _work = [];

    public LargeBodyThread() => new Thread(Run) { IsBackground = true, Name = "Sandbox: large bodies" }.Start();

    public Task<T> RunAsync<T>(Func<T> judge)
    {
        var judged = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                judged.SetResult(judge());
            }
            catch (Exception exception)
            {
                judged.SetException(exception);
            }
        });
        return judged.Task;
    }

    /// <summary>Ends the thread after what it has still to do.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (Action judge in _work.GetConsumingEnumerable())
        {
            judge();
        }
    }
}
