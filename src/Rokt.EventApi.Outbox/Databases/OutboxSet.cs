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

    // By name, which says all by which a database differs from others.
    private readonly Dictionary<string, (OutboxDatabase Database, OutboxRuntime Runtime)> _outboxes = [];
    private readonly RetiredOutboxes _retired;
    private readonly CancellationTokenSource _stopping = new();
    private Task _refreshing = Task.CompletedTask;
    private bool _isStarted;

    /// <summary>Creates the outbox of one database.</summary>
    public OutboxSet(OutboxDatabase database, Func<OutboxDatabase, OutboxRuntime> create, bool isEnabled, TimeProvider clock, ILogger logger)
    {
        (_create, _isEnabled, _clock, _logger, _listing, _retired) = (create, isEnabled, clock, logger, new FailureLog(logger, ListingName), new RetiredOutboxes(clock));
        OutboxRuntime runtime = create(database);
        _outboxes.Add(database.Name, (database, runtime));
        (Outbox, Management, Writer) = (runtime.Outbox, runtime.Management, runtime.Writer);
    }

    /// <summary>Creates the outboxes of the databases that the application lists.</summary>
    public OutboxSet(
        string account, Func<IEnumerable<OutboxDatabase>> list, Func<OutboxDatabase, OutboxRuntime> create, ConversionWriter writer, bool isEnabled, TimeProvider clock, ILogger logger)
    {
        (_list, _create, _isEnabled, _clock, _logger, _listing, _retired) = (list, create, isEnabled, clock, logger, new FailureLog(logger, ListingName), new RetiredOutboxes(clock));
        (Outbox, Management, Writer) = (new OutboxOfSeveral(account, this), new ManagementOfSeveral(this), writer);
    }

    public IOutbox Outbox { get; }

    public IOutboxManagement Management { get; }

    public ConversionWriter Writer { get; }

    public OutboxAccount ToAccount(string name) => new(name, Outbox, Management);

    /// <summary>Gets the outboxes there are; before the host starts, they are listed first.</summary>
    public IReadOnlyList<OutboxRuntime> All
    {
        get
        {
            lock (_lock)
            {
                if (_outboxes.Count == 0)
                {
                    Refresh();
                }

                return [.. Runtimes];
            }
        }
    }

    private IEnumerable<OutboxRuntime> Runtimes => _outboxes.Values.Select(outbox => outbox.Runtime);

    /// <summary>Returns the outbox that sees what is stored through a connection; a database that is new is listed first. Null if there is none.</summary>
    public (OutboxDatabase Database, OutboxRuntime Runtime)? Find(DbConnection connection)
    {
        lock (_lock)
        {
            (OutboxDatabase Database, OutboxRuntime Runtime)? found = Known();
            if (found is null && _list is not null)
            {
                Refresh();
                found = Known();
            }

            return found;
        }

        (OutboxDatabase, OutboxRuntime)? Known() =>
            _outboxes.Values.Where(outbox => outbox.Database.Serves(connection)).Select(outbox => ((OutboxDatabase, OutboxRuntime)?)outbox).FirstOrDefault();
    }

    /// <summary>Wakes the delivery from each database.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            foreach (OutboxRuntime runtime in Runtimes)
            {
                runtime.Writer.Wake();
            }
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_list is null)
        {
            // A wrong set-up is reported now. A database that cannot be reached is no reason not to start.
            if (_isEnabled && await All[0].Store.VerifyAsync(cancellationToken).ConfigureAwait(false) is { } failure)
            {
                ReportUnusable(failure);
            }

            await All[0].Dispatcher.StartAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        lock (_lock)
        {
            _isStarted = true;
            foreach (OutboxRuntime runtime in Runtimes)
            {
                Start(runtime);
            }
        }

        TryRefresh();
        _refreshing = RefreshAsync(_stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        OutboxRuntime[] all;
        lock (_lock)
        {
            all = [.. Runtimes, .. _retired.All];
        }

        await Task.WhenAll(all.Select(runtime => runtime.Dispatcher.StopAsync(cancellationToken))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        lock (_lock)
        {
            foreach (OutboxRuntime runtime in Runtimes.Concat(_retired.All))
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
            // Those that are gone are stopped in the host's time once it stops.
            await Task.Delay(RefreshEvery, _clock, stopping).ConfigureAwait(false);
            TryRefresh();
            await _retired.StopAsync(stopping).ConfigureAwait(false);
        }
    }

    private void TryRefresh()
    {
        try
        {
            lock (_lock)
            {
                Refresh();
            }

            _listing.RecordSuccess();
        }
        catch (Exception exception)
        {
            // The application's list, which may be kept in a database: the known ones are delivered.
            _listing.RecordFailure(exception);
        }
    }

    private void Refresh()
    {
        var gone = new Dictionary<string, (OutboxDatabase Database, OutboxRuntime Runtime)>(_outboxes);
        foreach (OutboxDatabase database in _list!())
        {
            if (!gone.Remove(database.Name) && !_outboxes.ContainsKey(database.Name))
            {
                OutboxRuntime runtime = _create(database);
                _outboxes.Add(database.Name, (database, runtime));
                if (_isStarted)
                {
                    Start(runtime);
                }
            }
        }

        foreach ((string name, (OutboxDatabase _, OutboxRuntime runtime)) in gone)
        {
            _outboxes.Remove(name);
            _retired.Add(runtime);
            Log.DatabaseRemoved(_logger, name);
        }
    }

    // Without what flows with the request that happened to need the database first, and ends.
    private void Start(OutboxRuntime runtime) => ThreadPool.UnsafeQueueUserWorkItem(_ => _ = RunAsync(runtime), null);

    private async Task RunAsync(OutboxRuntime runtime)
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
    }
}
