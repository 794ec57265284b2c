using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Rokt.EventApi.Outbox.Databases;

/// <summary>The outboxes of an account, one per database: a fixed one, or those that the application lists. Each is delivered.</summary>
internal sealed class OutboxSet : IHostedService, IDisposable
{
    private const string ListingName = "listing the databases";

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly Func<IEnumerable<OutboxDatabase>>? _list;
    private readonly Func<OutboxDatabase, OutboxRuntime> _create;
    private readonly bool _isEnabled;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FailureLog _listing;
    private readonly Dictionary<string, OutboxRuntime> _runtimes = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _refreshing = Task.CompletedTask;
    private bool _isStarted;

    /// <summary>Creates the outbox of one database.</summary>
    public OutboxSet(OutboxDatabase database, Func<OutboxDatabase, OutboxRuntime> create, bool isEnabled, TimeProvider clock, ILogger logger)
    {
        (_create, _isEnabled, _clock, _logger, _listing) = (create, isEnabled, clock, logger, new FailureLog(logger, ListingName));
        OutboxRuntime runtime = create(database);
        _runtimes.Add(database.Name, runtime);
        (Outbox, Management, Writer) = (runtime.Outbox, runtime.Management, runtime.Writer);
    }

    /// <summary>Creates the outboxes of the databases that the application lists.</summary>
    public OutboxSet(
        string account, Func<IEnumerable<OutboxDatabase>> list, Func<OutboxDatabase, OutboxRuntime> create, ConversionWriter writer, bool isEnabled, TimeProvider clock, ILogger logger)
    {
        (_list, _create, _isEnabled, _clock, _logger, _listing) = (list, create, isEnabled, clock, logger, new FailureLog(logger, ListingName));
        (Outbox, Management, Writer) = (new OutboxOfSeveral(account, this), new ManagementOfSeveral(this), writer);
    }

    public IOutbox Outbox { get; }

    public IOutboxManagement Management { get; }

    public ConversionWriter Writer { get; }

    /// <summary>Gets the outboxes there are; before the host starts, they are listed first.</summary>
    public IReadOnlyList<OutboxRuntime> All
    {
        get
        {
            lock (_lock)
            {
                if (_runtimes.Count == 0)
                {
                    Refresh();
                }

                return [.. _runtimes.Values];
            }
        }
    }

    /// <summary>Returns the outbox that sees what is stored through a connection; a database that is new is listed first. Null if there is none.</summary>
    public OutboxRuntime? Find(DbConnection connection)
    {
        lock (_lock)
        {
            OutboxRuntime? found = Known();
            if (found is null && _list is not null)
            {
                Refresh();
                found = Known();
            }

            return found;
        }

        OutboxRuntime? Known() => _runtimes.Values.FirstOrDefault(runtime => runtime.Store.Serves(connection));
    }

    /// <summary>Wakes the delivery from each database.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            foreach (OutboxRuntime runtime in _runtimes.Values)
            {
                runtime.Writer.Wake();
            }
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_list is null)
        {
            // What is set up wrongly is said now. A database that is away is no reason not to start.
            if (_isEnabled && await All[0].Store.VerifyAsync(cancellationToken).ConfigureAwait(false) is { } failure)
            {
                ReportUnusable(failure);
            }

            await All[0].Dispatcher.StartAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        lock (_lock)
        {
            Refresh();
            _isStarted = true;
            foreach (OutboxRuntime runtime in _runtimes.Values)
            {
                Start(runtime);
            }
        }

        _refreshing = RefreshAsync(_stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        OutboxRuntime[] all;
        lock (_lock)
        {
            all = [.. _runtimes.Values];
        }

        await Task.WhenAll(all.Select(runtime => runtime.Dispatcher.StopAsync(cancellationToken))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        lock (_lock)
        {
            foreach (OutboxRuntime runtime in _runtimes.Values)
            {
                runtime.Dispose();
            }
        }
    }

    private void ReportUnusable(OutboxException exception) => new FailureLog(_logger, "opening the store").RecordFailure(exception);

    private async Task RefreshAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(RefreshEvery, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            IReadOnlyList<OutboxRuntime> gone = [];
            try
            {
                lock (_lock)
                {
                    gone = Refresh();
                }

                _listing.RecordSuccess();
            }
            catch (Exception exception)
            {
                // The application's list, which may be kept in a database: the known ones are delivered.
                _listing.RecordFailure(exception);
            }

            foreach (OutboxRuntime runtime in gone)
            {
                await runtime.Dispatcher.StopAsync(stopping).ConfigureAwait(false);
                runtime.Dispose();
            }
        }
    }

    // Returns those that are not listed any more.
    private List<OutboxRuntime> Refresh()
    {
        var gone = new Dictionary<string, OutboxRuntime>(_runtimes);
        foreach (OutboxDatabase database in _list!())
        {
            if (!gone.Remove(database.Name) && !_runtimes.ContainsKey(database.Name))
            {
                OutboxRuntime runtime = _create(database);
                _runtimes.Add(database.Name, runtime);
                if (_isStarted)
                {
                    Start(runtime);
                }
            }
        }

        foreach (string name in gone.Keys)
        {
            _runtimes.Remove(name);
        }

        return [.. gone.Values];
    }

    private void Start(OutboxRuntime runtime) => _ = Task.Run(async () =>
    {
        try
        {
            // One tenant's database must not stop the others'.
            if (_isEnabled && await runtime.Store.VerifyAsync(_stopping.Token).ConfigureAwait(false) is { } failure)
            {
                ReportUnusable(failure);
            }
        }
        catch (OutboxException exception)
        {
            ReportUnusable(exception);
        }

        await runtime.Dispatcher.StartAsync(_stopping.Token).ConfigureAwait(false);
    });
}
