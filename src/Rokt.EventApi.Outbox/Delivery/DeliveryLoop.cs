using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Delivers what is due, as long as this process holds the lease. Nothing that fails ends it.</summary>
internal sealed class DeliveryLoop(DeliveryDependencies dependencies, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    // For how long nobody may deliver after this process has yielded the lease.
    private static readonly TimeSpan LongestStandBack = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    private readonly FailureLog _reading = new(logger, "reading what is due");
    private readonly FailureLog _delivering = new(logger, "delivering a conversion");
    private TimeSpan _poll = ShortestPoll;
    private int _failures;

    /// <summary>Delivers until it is stopped, finishes what is in flight, and releases the lease.</summary>
    /// <param name="stopping">Ends reading.</param>
    /// <param name="abandoned">Abandons what is in flight.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        using var finished = new CancellationTokenSource();
        Task recording = dependencies.Outcomes.RunAsync(abandoned);
        Task housekeeping = Task.WhenAll(dependencies.Housekeeping.RunAsync(stopping), dependencies.Withdrawals.RunAsync(stopping));
        Task keeping = dependencies.Lease.KeepAsync(finished.Token);
        for (int failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await StepAsync(stopping, abandoned).ConfigureAwait(false);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                _reading.RecordFailure(exception);
                await Task.Delay(dependencies.Backoff.After(failures++), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            await FinishAsync(recording, housekeeping, abandoned).ConfigureAwait(false);
        }
        finally
        {
            // Kept until here: what is in flight is nobody else's.
            await finished.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
            await ReleaseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Only observes who delivers, until it is stopped.</summary>
    public Task ObserveAsync(CancellationToken stopping) => Task.WhenAll(dependencies.Lease.KeepAsync(stopping), dependencies.Housekeeping.RunAsync(stopping));

    private async Task StepAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        bool isProbe = dependencies.Outage.IsOn;
        int term = dependencies.Lease.Term;
        if (term == 0 || dependencies.Lease.IsPaused)
        {
            await Task.Delay(ShortestPoll, clock, stopping).ConfigureAwait(false);
            return;
        }

        if (isProbe && dependencies.Outage.WaitForProbe(dependencies.Client.CredentialsVersion) is { Ticks: > 0 } wait)
        {
            if (wait > LongestStandBack)
            {
                YieldIfFailing();
            }

            // The credentials may change meanwhile.
            await Task.Delay(wait < LongestPoll ? wait : LongestPoll, clock, stopping).ConfigureAwait(false);
            return;
        }

        OutboxRow? row = await dependencies.Backlog.NextAsync(term, stopping).ConfigureAwait(false);
        _reading.RecordSuccess();
        if (row is null)
        {
            YieldIfFailing();
            await dependencies.Signal.WaitAsync(_poll, clock, stopping).ConfigureAwait(false);
            _poll = _poll * 2 < LongestPoll ? _poll * 2 : LongestPoll;
            return;
        }

        _poll = ShortestPoll;
        Task delivering = await StartAsync(row, term, stopping, abandoned).ConfigureAwait(false);
        if (isProbe)
        {
            await delivering.ConfigureAwait(false);
            YieldIfFailing();
        }
    }

    // Not shortly before a probe: nobody may take the lease meanwhile.
    private void YieldIfFailing()
    {
        if (dependencies.InFlight.Count == 0)
        {
            dependencies.Lease.YieldIfFailing();
        }
    }

    private async Task<Task> StartAsync(OutboxRow row, int term, CancellationToken stopping, CancellationToken abandoned)
    {
        bool hasEntered = false;
        try
        {
            await dependencies.InFlight.EnterAsync(stopping).ConfigureAwait(false);
            hasEntered = true;
            if (dependencies.Pace is { } pace)
            {
                await pace.WaitAsync(stopping).ConfigureAwait(false);
            }
        }
        catch
        {
            dependencies.Backlog.Return(row.Id);
            if (hasEntered)
            {
                dependencies.InFlight.Exit(null);
            }

            throw;
        }

        return DeliverAsync(row, term, stopping, abandoned);
    }

    private async Task DeliverAsync(OutboxRow row, int term, CancellationToken stopping, CancellationToken abandoned)
    {
        DeliveryResult result = default;
        try
        {
            result = await dependencies.Delivery.DeliverAsync(row, term, abandoned).ConfigureAwait(false);
            Volatile.Write(ref _failures, 0);
            _delivering.RecordSuccess();
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
        {
            // The host ends.
        }
        catch (Exception exception)
        {
            _delivering.RecordFailure(exception.GetType());
            await Task.Delay(dependencies.Backoff.After(Interlocked.Increment(ref _failures) - 1), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            if (result.IsRecorded)
            {
                dependencies.Backlog.End(row.Id);
            }
            else
            {
                dependencies.Backlog.Return(row.Id);
            }

            dependencies.InFlight.Exit(result.ResponseTime);
        }
    }

    private async Task FinishAsync(Task recording, Task housekeeping, CancellationToken abandoned)
    {
        try
        {
            await dependencies.InFlight.DrainAsync(abandoned).ConfigureAwait(false);
            dependencies.Outcomes.Complete();
            await Task.WhenAll(recording, housekeeping).WaitAsync(abandoned).ConfigureAwait(false);
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
            await dependencies.Lease.ReleaseAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Another process takes it over as it does after a crash.
            Log.LeaseNotReleased(logger, exception);
        }
    }
}
