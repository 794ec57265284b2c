using Microsoft.CodeAnalysis;
using Rokt.EventApi.Analyzers.Clients;

namespace Rokt.EventApi.Analyzers.Tests;

/// <summary>ROKT002: a client is created again and again.</summary>
public sealed class ClientPerCallTests
{
    [Theory]
    [InlineData("public async Task<SendResult> M(ConversionEvent e) { using var c = {|ROKT002:new EventApiClient(_options)|}; return await c.SendAsync(e); }")]
    [InlineData("public async Task<SendResult> M(ConversionEvent e) { using EventApiClient c = {|ROKT002:new(_options)|}; return await c.SendAsync(e); }")]
    [InlineData("public async Task<SendResult> M(ConversionEvent e) { using (var c = {|ROKT002:new EventApiClient(_options)|}) { return await c.SendAsync(e); } }")]
    [InlineData("public async Task<SendResult> M(ConversionEvent e) { var c = {|ROKT002:new EventApiClient(_options)|}; try { return await c.SendAsync(e); } finally { c.Dispose(); } }")]
    [InlineData("public async Task<SendResult> M(ConversionEvent e) { IEventApiClient c = {|ROKT002:new EventApiClient(_options)|}; return await c.SendAsync(e); }")]
    [InlineData("public Task<SendResult> M(ConversionEvent e) => {|ROKT002:new EventApiClient(_options)|}.SendAsync(e);")]
    [InlineData("private async Task M(ConversionEvent e) { using var c = {|ROKT002:new EventApiClient(_options)|}; await Use(c, e); } Task Use(IEventApiClient c, ConversionEvent e) => c.SendAsync(e);")]
    [InlineData("public Func<ConversionEvent, Task<SendResult>> M() => async e => { using var c = {|ROKT002:new EventApiClient(_options)|}; return await c.SendAsync(e); };")]
    [InlineData("public IEventApiClient Client => {|ROKT002:new EventApiClient(_options)|};")]
    [InlineData("public IEventApiClient Client { get { return {|ROKT002:new EventApiClient(_options)|}; } }")]
    [InlineData("public void M(IServiceCollection s) => s.AddScoped<IEventApiClient>(_ => {|ROKT002:new EventApiClient(_options)|});")]
    [InlineData("public void M(IServiceCollection s) => s.AddTransient<IEventApiClient>(_ => { return {|ROKT002:new EventApiClient(_options)|}; });")]
    [InlineData("public void M(WebApplication app) => app.MapPost(\"/order\", async (ConversionEvent e) => { using var c = {|ROKT002:new EventApiClient(_options)|}; return await c.SendAsync(e); });")]
    public Task A_client_per_call_is_reported(string member) => Checked.MembersAsync<ClientPerCallAnalyzer>(member);

    [Theory]
    [InlineData("private readonly EventApiClient _own = new(new EventApiOptions());")]
    [InlineData("private static readonly EventApiClient s_own = new EventApiClient(new EventApiOptions());")]
    [InlineData("public IEventApiClient Client { get; } = new EventApiClient(new EventApiOptions());")]
    [InlineData("private EventApiClient? _own; public IEventApiClient Client => _own ??= new EventApiClient(_options);")]
    [InlineData("private EventApiClient? _own; public void Start() { _own = new EventApiClient(_options); }")]
    [InlineData("public IEventApiClient Create() => new EventApiClient(_options);")]
    [InlineData("public IEventApiClient Create() { var c = new EventApiClient(_options); return c; }")]
    [InlineData("private static readonly Lazy<IEventApiClient> s_own = new(() => new EventApiClient(new EventApiOptions()));")]
    [InlineData("public void M(IServiceCollection s) => s.AddSingleton<IEventApiClient>(_ => new EventApiClient(_options));")]
    [InlineData("public void M(IServiceCollection s) => s.AddSingleton(new EventApiClient(_options));")]
    [InlineData("public void M(IServiceCollection s) { var c = new EventApiClient(_options); s.AddSingleton(c); }")]
    [InlineData("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, EventApiClient> _all = new(); public IEventApiClient Get(string account) => _all.GetOrAdd(account, _ => new EventApiClient(_options));")]
    [InlineData("public object M() { var c = new System.Net.Http.HttpClient(); return c.GetAsync(\"https://example.com\"); }")]
    [InlineData("public async Task M(ConversionEvent[] all) { using var c = new EventApiClient(_options); foreach (var e in all) { (await c.SendAsync(e)).EnsureAccepted(); } }")]
    [InlineData("public async Task M(ConversionEvent[] all) { using var c = new EventApiClient(_options); await Task.WhenAll(all.Select(e => c.SendAsync(e))); }")]
    [InlineData("public async Task M(IAsyncEnumerable<ConversionEvent> all) { using var c = new EventApiClient(_options); await foreach (var r in c.SendStreamAsync(all)) { } }")]
    public Task A_client_that_is_kept_or_sends_many_is_not(string member) => Checked.MembersAsync<ClientPerCallAnalyzer>(member);

    [Fact]
    public Task A_service_that_starts_creates_its_own() => Checked.FileAsync<ClientPerCallAnalyzer>(
        """
        public sealed class Worker(EventApiOptions options) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var client = new EventApiClient(options);
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var another = {|ROKT002:new EventApiClient(options)|};
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        public sealed class Check(EventApiOptions options) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) { using var client = new EventApiClient(options); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("using var c = new EventApiClient(options); (await c.SendAsync(e)).EnsureAccepted();")]
    [InlineData("await Run(); async Task Run() { using var c = new EventApiClient(options); (await c.SendAsync(e)).EnsureAccepted(); }")]
    [InlineData("await Jobs.Run(); static class Jobs { public static async Task Run() { await Step(); } static async Task Step() { using var c = new EventApiClient(new EventApiOptions()); await Task.Yield(); } }")]
    [InlineData("await Task.Run(async () => { using var c = new EventApiClient(options); (await c.SendAsync(e)).EnsureAccepted(); });")]
    [InlineData("var app = WebApplication.Create(); using var c = new EventApiClient(options); app.MapPost(\"/order\", (ConversionEvent o) => c.SendAsync(o));")]
    [InlineData("foreach (int i in new[] { 1 }) { await Run(); } async Task Run() { using var c = {|ROKT002:new EventApiClient(options)|}; (await c.SendAsync(e)).EnsureAccepted(); }")]
    [InlineData("for (int i = 0; i < 9; i++) { using var c = {|ROKT002:new EventApiClient(options)|}; (await c.SendAsync(e)).EnsureAccepted(); }")]
    [InlineData("var app = WebApplication.Create(); app.MapPost(\"/order\", async (ConversionEvent o) => { using var c = {|ROKT002:new EventApiClient(options)|}; return await c.SendAsync(o); });")]
    [InlineData("var app = WebApplication.Create(); app.MapPost(\"/order\", Send); async Task<SendResult> Send(ConversionEvent o) { using var c = {|ROKT002:new EventApiClient(options)|}; return await c.SendAsync(o); }")]
    [InlineData("await Parallel.ForEachAsync(new[] { e }, async (o, t) => { using var c = {|ROKT002:new EventApiClient(options)|}; (await c.SendAsync(o, t)).EnsureAccepted(); });")]
    [InlineData("var sends = new[] { e }.Select(async o => { using var c = {|ROKT002:new EventApiClient(options)|}; return await c.SendAsync(o); }); await Task.WhenAll(sends);")]
    [InlineData("await Again(3); async Task Again(int n) { using var c = {|ROKT002:new EventApiClient(options)|}; if (n > 0) { await Again(n - 1); } }")]
    public Task A_program_may_create_one_where_it_starts(string statements) =>
        Checked.ProgramAsync<ClientPerCallAnalyzer>($"EventApiOptions options = new(); ConversionEvent e = null!; {statements}");

    [Fact]
    public Task Main_and_what_it_calls_once_may_create_one() => Checked.ProgramAsync<ClientPerCallAnalyzer>(
        """
        internal static class Program
        {
            public static async Task<int> Main(string[] args)
            {
                using var client = new EventApiClient(new EventApiOptions());
                await RunAsync(args);
                return 0;
            }

            private static async Task RunAsync(string[] args)
            {
                using var client = new EventApiClient(new EventApiOptions());
                foreach (string arg in args)
                {
                    await SendAsync(arg);
                }
            }

            private static async Task SendAsync(string arg)
            {
                using var client = {|ROKT002:new EventApiClient(new EventApiOptions())|};
                await Task.Yield();
            }
        }
        """);
}
