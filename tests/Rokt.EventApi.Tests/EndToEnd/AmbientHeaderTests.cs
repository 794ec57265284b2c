using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>What the application keeps with its trace stays in the house: at most <c>traceparent</c> is sent.</summary>
public sealed class AmbientHeaderTests
{
    internal const string Mark = "zqxambient";

    private static readonly string[] Expected = ["POST", "Accept", "Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"];

    private static readonly bool[] Booleans = [false, true];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public enum Way
    {
        Constructor,
        Container,
        HandlerOfTheApplication,
        HandlerOfTheApplicationInTheContainer,
    }

    public static TheoryData<Way, bool, bool> Cases => new(
        from way in Enum.GetValues<Way>()
        from isListenedTo in Booleans
        from isHierarchical in Booleans
        select (way, isListenedTo, isHierarchical));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Baggage_and_trace_state_do_not_leave(
        Way way, bool isListenedTo, bool isHierarchical)
    {
        using ActivityListener? listener = isListenedTo ? Listen() : null;
        using Activity activity = Ambient(isHierarchical);
        string traceId = activity.TraceId.ToString();

        IReadOnlyList<string> headers = await HeadersAsync(way);

        Assert.All(headers, header => Assert.DoesNotContain(Mark, header, StringComparison.OrdinalIgnoreCase));
        string[] others = [.. headers.Select(Name).Except(Expected)];
        Assert.True(others is [] or ["traceparent"], string.Join(", ", others));
        if (!isHierarchical)
        {
            string header = Assert.Single(headers, header => Name(header) == "traceparent");
            Assert.Contains(traceId, header, StringComparison.Ordinal);
        }

        Assert.Same(activity, Activity.Current);
    }

    [Fact]
    public async Task The_span_of_a_send_continues_the_trace_of_its_caller()
    {
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(spans.Enqueue);
        using Activity caller = Ambient(isHierarchical: false);

        await HeadersAsync(Way.Constructor);

        Activity span = Assert.Single(spans, span => span.TraceId == caller.TraceId);
        Assert.Equal(caller.SpanId, span.ParentSpanId);
        Assert.Empty(span.Baggage);
        Assert.Null(span.TraceStateString);
    }

    [Fact]
    public async Task Handlers_that_the_application_adds_see_what_is_ambient_and_its_primary_handler_does_not()
    {
        var ambient = new AsyncLocal<string?> { Value = "tenant" };
        string? added = null;
        string? primary = "nothing was sent";
        var scripted = new ScriptedHandler();
        var services = new ServiceCollection();
        services.AddRoktEventApi(options =>
                (options.ApiKey, options.ApiSecret, options.Environment, options.BaseAddress) = ("key", "secret", EventEnvironment.Development, new Uri("http://127.0.0.1:9")))
            .ConfigurePrimaryHttpMessageHandler(() => new Observing(() => primary = ambient.Value, scripted))
            .AddHttpMessageHandler(() => new Observing(() => added = ambient.Value));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IEventApiClient>().SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal(("tenant", null, "tenant"), (added, primary, ambient.Value));
    }

    internal static string Name(string header) => header.Split([':', ' '], 2)[0];

    internal static Activity Ambient(bool isHierarchical)
    {
        Activity.Current = null;
        Activity activity = new Activity("checkout").SetIdFormat(isHierarchical ? ActivityIdFormat.Hierarchical : ActivityIdFormat.W3C);
        activity.AddBaggage("user.email", $"{Mark}@example.com");
        activity.TraceStateString = $"vendor={Mark}";
        return activity.Start();
    }

    private static ActivityListener Listen(Action<Activity>? stopped = null)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Rokt.EventApi",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    internal static async Task<IReadOnlyList<string>> HeadersAsync(Way way)
    {
        IReadOnlyList<string>? headers = null;
        await using var server = new TcpServer(async connection =>
        {
            headers = await connection.ReadRequestAsync();
            await connection.WriteAsync(RawHttp.Accepted);
        });
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddRoktEventApi(server.Configure);
        if (way == Way.HandlerOfTheApplicationInTheContainer)
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler());
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        using var handler = new HttpClientHandler();
        using EventApiClient own = server.Client(handler: way == Way.HandlerOfTheApplication ? handler : null);
        IEventApiClient client = way is Way.Container or Way.HandlerOfTheApplicationInTheContainer ? provider.GetRequiredService<IEventApiClient>() : own;

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal(SendStatus.Accepted, result.Status);
        return headers!;
    }

    private sealed class Observing : DelegatingHandler
    {
        private readonly Action _observe;

        public Observing(Action observe, HttpMessageHandler? inner = null)
        {
            _observe = observe;
            if (inner is not null)
            {
                InnerHandler = inner;
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _observe();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
