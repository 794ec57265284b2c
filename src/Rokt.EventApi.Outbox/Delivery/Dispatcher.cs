using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Delivers what is due, as long as it is this process's turn. Nothing that fails ends it.</summary>
internal sealed class Dispatcher(DispatcherParts parts, OutboxOptions options, TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _abandoned = new();
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrency);
    private readonly Backlog _backlog = new(parts.Store, clock);
    private TimeSpan _poll = ShortestPoll;

    /// <summary>Stops reading, finishes what is under way within the host's time, and gives the lease back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(_ => _abandoned.Cancel(), null);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        // What still runs ends with it; it uses these until then, so they are not disposed.
        _abandoned.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread of the host's start.
        await Task.Yield();
        using var finished = new CancellationTokenSource();
        Task completing = parts.Outcomes.RunAsync(_abandoned.Token);
        Task tidying = parts.Housekeeping.RunAsync(stoppingToken);
        Task keeping = parts.Lease.KeepAsync(finished.Token);
        for (int failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await StepAsync(stoppingToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Log.StoreFailed(logger, exception);
                await Task.Delay(parts.Backoff.Of(failures++), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            await FinishAsync(completing, tidying).ConfigureAwait(false);
        }
        finally
        {
            // Kept until here: what is under way is nobody else's.
            await finished.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
            await ReleaseAsync().ConfigureAwait(false);
        }
    }

    private async Task StepAsync(CancellationToken stoppingToken)
    {
        bool isProbe = parts.Outage.IsOn;
        if (isProbe)
        {
            await WaitForProbeAsync(stoppingToken).ConfigureAwait(false);
        }

        int term = parts.Lease.Term;
        if (term == 0)
        {
            await Task.Delay(ShortestPoll, clock, stoppingToken).ConfigureAwait(false);
            return;
        }

        OutboxRow? row = await _backlog.NextAsync(term, stoppingToken).ConfigureAwait(false);
        if (row is null)
        {
            await parts.Signal.WaitAsync(_poll, clock, stoppingToken).ConfigureAwait(false);
            _poll = _poll * 2 < LongestPoll ? _poll * 2 : LongestPoll;
            return;
        }

        _poll = ShortestPoll;
        Task? delivering = null;
        try
        {
            await _slots.WaitAsync(stoppingToken).ConfigureAwait(false);
            delivering = DeliverAsync(row, term, stoppingToken);
        }
        finally
        {
            if (delivering is null)
            {
                _backlog.Return(row.Id);
            }
        }

        if (isProbe)
        {
            await delivering.ConfigureAwait(false);
        }
    }

    // The credentials may change while it waits.
    private async Task WaitForProbeAsync(CancellationToken stoppingToken)
    {
        while (parts.Outage.Wait(parts.Client.CredentialsVersion) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait < LongestPoll ? wait : LongestPoll, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(OutboxRow row, int term, CancellationToken stoppingToken)
    {
        bool isKnown = false;
        try
        {
            if (parts.Pace is { } pace)
            {
                await pace.WaitAsync(stoppingToken).ConfigureAwait(false);
            }

            isKnown = await parts.Delivery.DeliverAsync(row, term, _abandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
        catch (Exception exception)
        {
            Log.StoreFailed(logger, exception);
        }
        finally
        {
            if (isKnown)
            {
                _backlog.End(row.Id);
            }
            else
            {
                _backlog.Return(row.Id);
            }

            _slots.Release();
        }
    }

    private async Task FinishAsync(Task completing, Task tidying)
    {
        try
        {
            for (int i = 0; i < options.MaxConcurrency; i++)
            {
                await _slots.WaitAsync(_abandoned.Token).ConfigureAwait(false);
            }

            parts.Outcomes.Complete();
            await Task.WhenAll(completing, tidying).WaitAsync(_abandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.Abandoned(logger);
        }
    }

    private async Task ReleaseAsync()
    {
        // Its own time, also where that of the host is over.
        using var timeout = new CancellationTokenSource(ReleaseTimeout, clock);
        try
        {
            await parts.Lease.ReleaseAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Another process takes it over as it does after a crash.
            Log.LeaseNotReleased(logger, exception);
        }
    }
}
