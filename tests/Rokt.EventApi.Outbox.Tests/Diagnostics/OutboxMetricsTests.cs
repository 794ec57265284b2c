using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Diagnostics;

/// <summary>Every instrument measures what its name says.</summary>
public sealed class OutboxMetricsTests : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;
    private readonly VirtualOutbox _outbox;

    public OutboxMetricsTests()
    {
        _meters = _services.GetRequiredService<IMeterFactory>();
        _outbox = new VirtualOutbox(meters: _meters, account: "books", store: new MemoryOutboxStore("books"));
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_and_its_age_and_what_is_dead_lettered_are_gauges()
    {
        using MetricCollector<double> pending = Collect<double>("pending");
        using MetricCollector<double> deadLetters = Collect<double>("dead_letters");
        using MetricCollector<double> age = Collect<double>("oldest.age");
        _outbox.Api.Always(HttpStatusCode.BadRequest);
        await _outbox.StartAsync();
        await _outbox.EnqueueAsync("rejected");
        await _outbox.UntilAsync(() => _outbox.Store.Rows is [{ IsDeadLettered: true }], "it is rejected");
        _outbox.Api.Always(HttpStatusCode.ServiceUnavailable);
        await _outbox.EnqueueAsync("waits-1");
        await _outbox.EnqueueAsync("waits-2");
        await _outbox.PassAsync(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));

        Assert.Equal(2, Last(pending));
        Assert.Equal(1, Last(deadLetters));
        Assert.InRange(Last(age), 50, 70);
    }

    [Fact]
    public async Task Every_histogram_has_buckets_from_a_delivery_at_once_to_the_highest_age()
    {
        var histograms = new Dictionary<string, IReadOnlyList<double>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == _meters && instrument is Histogram<double> histogram)
                {
                    histograms.Add(instrument.Name, histogram.Advice!.HistogramBucketBoundaries!);
                }
            },
        };
        listener.Start();
        await _outbox.StartAsync();

        IReadOnlyList<double> boundaries = histograms["rokt.event_api.outbox.delivery.delay"];
        Assert.Equal((0.05, new OutboxOptions().MaxAge.TotalSeconds), (boundaries[0], boundaries[^1]));
        Assert.Equal(boundaries.Order(), boundaries);
    }

    [Fact]
    public async Task Before_this_process_has_counted_the_gauges_say_nothing()
    {
        using MetricCollector<double> pending = Collect<double>("pending");
        await _outbox.EnqueueAsync("waits");

        pending.RecordObservableInstruments();

        Assert.Empty(pending.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task The_time_from_enqueuing_to_acceptance_is_a_histogram()
    {
        using MetricCollector<double> delay = Collect<double>("delivery.delay");
        await _outbox.EnqueueAsync("order-1");
        _outbox.Time.Advance(TimeSpan.FromSeconds(90));
        await _outbox.StartAsync();
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 0, "it is delivered");

        CollectedMeasurement<double> measurement = Assert.Single(delay.GetMeasurementSnapshot());
        Assert.InRange(measurement.Value, 90, 95);
        Assert.Equal("books", measurement.Tags["rokt.client.name"]);
    }

    [Fact]
    public async Task What_is_moved_to_dead_letter_is_counted_by_reason()
    {
        using MetricCollector<long> deadLettered = Collect<long>("dead_lettered");
        _outbox.Api.Always(HttpStatusCode.BadRequest);
        await _outbox.StartAsync();
        await _outbox.EnqueueAsync("order-1");
        await _outbox.UntilAsync(() => deadLettered.GetMeasurementSnapshot().Count == 1, "it is rejected");

        CollectedMeasurement<long> measurement = deadLettered.GetMeasurementSnapshot()[0];
        Assert.Equal((1, "rejected 400"), (measurement.Value, measurement.Tags["error.type"]));
    }

    [Fact]
    public async Task A_delivery_whose_response_was_lost_may_be_repeated_and_is_counted()
    {
        using MetricCollector<long> possible = Collect<long>("duplicates_possible");
        _outbox.Api.Respond = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null!;
        };
        await _outbox.StartAsync();
        await _outbox.EnqueueAsync("order-1");

        await _outbox.UntilAsync(() => possible.GetMeasurementSnapshot().Count == 1, "the attempt times out", step: TimeSpan.FromSeconds(1));
        Assert.Equal(1, possible.GetMeasurementSnapshot()[0].Value);
    }

    [Fact]
    public async Task What_waits_under_accounts_that_nobody_delivers_is_a_gauge()
    {
        using MetricCollector<long> unregistered = Collect<long>("unregistered");
        _outbox.Store.Others.Add(new StoredAccount("renamed", 7));
        _outbox.Store.AddTo("renamed", _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await _outbox.StartAsync();
        await _outbox.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));

        unregistered.RecordObservableInstruments();
        Assert.Equal(1, unregistered.LastMeasurement!.Value);
    }

    [Fact]
    public async Task An_outbox_that_is_disposed_of_as_of_a_database_that_is_no_longer_listed_reports_nothing()
    {
        // Of their own: a collector listens to one instrument.
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<double> age = Collect<double>("oldest.age", meters);
        using MetricCollector<long> unregistered = Collect<long>("unregistered", meters);
        await using (var gone = new VirtualOutbox(meters: meters))
        {
            gone.Api.Always(HttpStatusCode.ServiceUnavailable);
            await gone.EnqueueAsync("waits-1");
            await gone.EnqueueAsync("waits-2");
            await gone.StartAsync();
            await gone.PassAsync(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(1));
            Assert.InRange(Last(age), 30, 50);
            unregistered.RecordObservableInstruments();
            Assert.Equal(0, unregistered.LastMeasurement!.Value);
        }

        age.Clear();
        unregistered.Clear();
        age.RecordObservableInstruments();
        unregistered.RecordObservableInstruments();

        Assert.Empty(age.GetMeasurementSnapshot());
        Assert.Empty(unregistered.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task After_a_drain_this_process_reports_no_depth_because_it_counts_no_more()
    {
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<double> pending = Collect<double>("pending", meters);
        await using var job = new VirtualOutbox(options => options.Deliver = false, meters: meters);
        job.Api.Always(HttpStatusCode.ServiceUnavailable);
        await job.EnqueueAsync("waits");
        Task<OutboxStatus> draining = job.Management.DrainAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await job.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        Assert.Equal(1, Last(pending));

        await job.UntilAsync(() => draining.IsCompleted, "its time is over", step: TimeSpan.FromSeconds(1));
        pending.Clear();
        pending.RecordObservableInstruments();

        Assert.Equal(1, (await draining).Pending);
        Assert.Empty(pending.GetMeasurementSnapshot());
    }

    [Fact]
    public void Units_are_singular_and_every_instrument_says_what_it_measures()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == _meters && instrument.Name.StartsWith("rokt.event_api.outbox.", StringComparison.Ordinal))
                {
                    instruments.Add(instrument);
                }
            },
        };
        listener.Start();

        Assert.Equal(7, instruments.Count);
        Assert.All(instruments, instrument => Assert.Contains(instrument.Unit, (IEnumerable<string?>)["{conversion}", "s"]));
        Assert.All(instruments, instrument => Assert.NotEmpty(instrument.Description!));
    }

    private MetricCollector<T> Collect<T>(string name, IMeterFactory? meters = null)
        where T : struct => new(meters ?? _meters, "Rokt.EventApi", $"rokt.event_api.outbox.{name}");

    private static double Last(MetricCollector<double> collector)
    {
        collector.RecordObservableInstruments();
        return collector.LastMeasurement!.Value;
    }
}
