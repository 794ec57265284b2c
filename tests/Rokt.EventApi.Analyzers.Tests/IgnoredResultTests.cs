using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Rokt.EventApi.Analyzers.CodeFixes.Results;
using Rokt.EventApi.Analyzers.Results;

namespace Rokt.EventApi.Analyzers.Tests;

/// <summary>ROKT001: the result of a send is ignored.</summary>
public sealed class IgnoredResultTests
{
    [Theory]
    [InlineData("async Task M(ConversionEvent e) { await {|ROKT001:_client.SendAsync(e)|}; }")]
    [InlineData("async Task M(ConversionEvent e) { await {|ROKT001:_client.SendAsync(conversion: e, cancellationToken: default)|}.ConfigureAwait(false); }")]
    [InlineData("async Task M(ConversionEvent e) { await {|ROKT001:_client.SendAsync(e)|}.WaitAsync(TimeSpan.FromSeconds(1)); }")]
    [InlineData("async Task M(ConversionEvent[] e) { await {|ROKT001:_client.SendAsync(e)|}; }")]
    [InlineData("async Task M(EventApiClient c, ConversionEvent e) { await {|ROKT001:c.SendAsync(e)|}; }")]
    [InlineData("async Task M(IPreparedConversionClient c, PreparedConversion e) { await {|ROKT001:c.SendAsync(e)|}; }")]
    [InlineData("async Task M(ConversionEvent e) => await {|ROKT001:_client.SendAsync(e)|};")]
    [InlineData("Task M(ConversionEvent e) => {|ROKT001:_client.SendAsync(e)|};")]
    [InlineData("Task M(ConversionEvent e) { return {|ROKT001:_client.SendAsync(e)|}; }")]
    [InlineData("ValueTask M(ConversionEvent e) => new({|ROKT001:_client.SendAsync(e)|});")]
    [InlineData("void M(ConversionEvent e) { {|ROKT001:_client.SendAsync(e)|}.Wait(); }")]
    [InlineData("void M(ConversionEvent e) { {|ROKT001:_client.SendAsync(e)|}.GetAwaiter().GetResult(); }")]
    [InlineData("void M(ConversionEvent e) { {|ROKT001:_client.SendAsync(e)|}; }")]
    [InlineData("void M(ConversionEvent e) => {|ROKT001:_client.SendAsync(e)|};")]
    [InlineData("void M(ConversionEvent e) { _client?{|ROKT001:.SendAsync(e)|}; }")]
    [InlineData("async Task M(ConversionEvent[] all) { foreach (var e in all) await {|ROKT001:_client.SendAsync(e)|}; }")]
    [InlineData("async Task M(ConversionEvent e) { try { await ({|ROKT001:_client.SendAsync(e)|}); } catch (Exception) { } }")]
    [InlineData("async Task M(ConversionEvent e, bool b) { await (b ? {|ROKT001:_client.SendAsync(e)|} : _pending!); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Task.WhenAll({|ROKT001:_client.SendAsync(all[0])|}, _client.SendAsync(all[1])); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Task.WhenAll(all.Select(e => {|ROKT001:_client.SendAsync(e)|})); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Task.WhenAll(all.Select(e => {|ROKT001:_client.SendAsync(e)|}).ToArray()); }")]
    [InlineData("void M(ConversionEvent[] all) { Task.WaitAll({|ROKT001:_client.SendAsync(all[0])|}, _client.SendAsync(all[1])); }")]
    [InlineData("void M(ConversionEvent e) { Task.WaitAny({|ROKT001:_client.SendAsync(e)|}, Task.Delay(1)); }")]
    [InlineData("async Task M(ConversionEvent e) { await Task.WhenAll(_outbox.EnqueueAsync(e), {|ROKT001:_client.SendAsync(e)|}); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Parallel.ForEachAsync(all, async (e, c) => await {|ROKT001:_client.SendAsync(e, c)|}); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Parallel.ForEachAsync(all, async (e, c) => { await {|ROKT001:_client.SendAsync(e, c)|}; }); }")]
    [InlineData("Func<ConversionEvent, Task> M() => e => {|ROKT001:_client.SendAsync(e)|};")]
    [InlineData("Action<ConversionEvent> M() => e => {|ROKT001:_client.SendAsync(e)|};")]
    [InlineData("async Task M(ConversionEvent e) { await Local(); async Task Local() { await {|ROKT001:_client.SendAsync(e)|}; } }")]
    [InlineData("async Task M(ConversionEvent e) { await {|ROKT001:Task.Run(() => _client.SendAsync(e))|}; }")]
    [InlineData("async Task M(ConversionEvent e) { await {|ROKT001:SendPurchaseAsync(e)|}; } ValueTask<SendResult> SendPurchaseAsync(ConversionEvent e) => new(_client.SendAsync(e));")]
    [InlineData("async Task M(ConversionEvent e) { await Task.WhenAny({|ROKT001:_client.SendAsync(e)|}, Task.Delay(1)); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Task.WhenAny(all.Select(e => {|ROKT001:_client.SendAsync(e)|})); }")]
    public Task A_result_that_nobody_can_look_at_is_reported(string member) => Checked.MembersAsync<IgnoredResultAnalyzer>(member);

    [Theory]
    [InlineData("async Task M(ConversionEvent e) { await _outbox.EnqueueAsync(e); }")]
    [InlineData("Task M(ConversionEvent e) => _outbox.EnqueueAsync(e);")]
    [InlineData("async Task M(ConversionEvent e) { SendResult result = await _client.SendAsync(e); Console.WriteLine(result.Status); }")]
    [InlineData("async Task M(ConversionEvent e) { (await _client.SendAsync(e)).EnsureAccepted(); }")]
    [InlineData("async Task M(ConversionEvent e) { (await _client.SendAsync(e).ConfigureAwait(false)).EnsureAccepted(); }")]
    [InlineData("async Task<bool> M(ConversionEvent e) => (await _client.SendAsync(e)).Status == SendStatus.Accepted;")]
    [InlineData("async Task M(ConversionEvent e) { if ((await _client.SendAsync(e)) is { Status: SendStatus.Rejected }) throw new Exception(); }")]
    [InlineData("async Task M(ConversionEvent[] e) { foreach (SendResult result in await _client.SendAsync(e)) { result.EnsureAccepted(); } }")]
    [InlineData("async Task M(ConversionEvent e) { _ = await _client.SendAsync(e); }")]
    [InlineData("void M(ConversionEvent e) { _ = _client.SendAsync(e); }")]
    [InlineData("void M(ConversionEvent e) { _pending = _client.SendAsync(e); }")]
    [InlineData("Task<SendResult> M(ConversionEvent e) => _client.SendAsync(e);")]
    [InlineData("async Task<SendResult> M(ConversionEvent e) { return await _client.SendAsync(e); }")]
    [InlineData("ValueTask<SendResult> M(ConversionEvent e) => new(_client.SendAsync(e));")]
    [InlineData("Func<ConversionEvent, Task<SendResult>> M() => e => _client.SendAsync(e);")]
    [InlineData("void M(ConversionEvent e) { _client.SendAsync(e).Result.EnsureAccepted(); }")]
    [InlineData("void M(ConversionEvent e) { _client.SendAsync(e).GetAwaiter().GetResult().EnsureAccepted(); }")]
    [InlineData("void M(ConversionEvent e, List<Task<SendResult>> pending) { pending.Add(_client.SendAsync(e)); }")]
    [InlineData("async Task M(ConversionEvent e) { await _client.SendAsync(e).ContinueWith(sent => sent.Result.EnsureAccepted()); }")]
    [InlineData("async Task M(ConversionEvent e) { Task<SendResult> sent = _client.SendAsync(e); await sent; sent.Result.EnsureAccepted(); }")]
    [InlineData("async Task M(ConversionEvent[] all) { var sent = all.Select(e => _client.SendAsync(e)).ToList(); await Task.WhenAll(sent); sent.ForEach(s => s.Result.EnsureAccepted()); }")]
    [InlineData("async Task M(ConversionEvent[] all) { SendResult[] results = await Task.WhenAll(all.Select(e => _client.SendAsync(e))); Console.WriteLine(results.Length); }")]
    [InlineData("async Task M(ConversionEvent[] all) { await Task.WhenAll(all.Select(async e => { (await _client.SendAsync(e)).EnsureAccepted(); })); }")]
    [InlineData("async Task M(ConversionEvent e) { await Log(_client.SendAsync(e)); } Task Log(Task<SendResult> sent) => sent.ContinueWith(s => Console.WriteLine(s.Result));")]
    [InlineData("void M(SendResult result) { Seen(result); } SendResult Seen(SendResult result) => result;")]
    [InlineData("async Task M(IAsyncEnumerable<ConversionEvent> all) { await foreach (StreamedResult sent in _client.SendStreamAsync(all)) { sent.Result.EnsureAccepted(); } }")]
    [InlineData("async Task M(HttpClient http) { await http.GetAsync(\"https://example.com\"); }\nclass HttpClient { public Task<SendResult2> GetAsync(string a) => null!; }\nclass SendResult2 { }")]
    [InlineData("async Task M(List<Task<SendResult>> pending) { await Task.WhenAny(pending); }")]
    [InlineData("async Task M(ConversionEvent e) { Task<SendResult> sent = _client.SendAsync(e); await Task.WhenAny(sent, Task.Delay(1)); sent.Result.EnsureAccepted(); }")]
    public Task A_result_that_somebody_can_look_at_is_not(string members) => Checked.MembersAsync<IgnoredResultAnalyzer>(members);

    [Fact]
    public Task Top_level_statements_are_looked_at() => Checked.ProgramAsync<IgnoredResultAnalyzer>("""
        IEventApiClient client = null!;
        ConversionEvent conversion = null!;
        await {|ROKT001:client.SendAsync(conversion)|};
        (await client.SendAsync(conversion)).EnsureAccepted();
        """);

    [Theory]
    [InlineData("nunit.framework")]
    [InlineData("xunit.core")]
    [InlineData("xunit.v3.core")]
    [InlineData("Microsoft.VisualStudio.TestPlatform.TestFramework")]
    [InlineData("MSTest.TestFramework")]
    [InlineData("TUnit.Core")]
    public Task A_project_of_tests_is_not_looked_at(string framework) => Checked.FileAsync<IgnoredResultAnalyzer>(
        "class Test { async Task Sends(IEventApiClient client, ConversionEvent e) { await client.SendAsync(e); } }",
        OutputKind.DynamicallyLinkedLibrary,
        CSharpCompilation.Create(framework, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference());

    [Theory]
    [InlineData("await {|ROKT001:_client.SendAsync(e)|};", "(await _client.SendAsync(e)).EnsureAccepted();")]
    [InlineData("await {|ROKT001:_client.SendAsync(e)|}.ConfigureAwait(false);    // sent", "(await _client.SendAsync(e).ConfigureAwait(false)).EnsureAccepted();    // sent")]
    [InlineData("{|ROKT001:_client.SendAsync(e)|};", "(await _client.SendAsync(e)).EnsureAccepted();")]
    [InlineData("{|ROKT001:_client.SendAsync(e)|}.GetAwaiter().GetResult();", "_client.SendAsync(e).GetAwaiter().GetResult().EnsureAccepted();")]
    [InlineData("Func<Task> f = async () => await {|ROKT001:_client.SendAsync(e)|};", "Func<Task> f = async () => (await _client.SendAsync(e)).EnsureAccepted();")]
    [InlineData("Func<Task> f = async () => { await {|ROKT001:_client.SendAsync(e)|}; };", "Func<Task> f = async () => { (await _client.SendAsync(e)).EnsureAccepted(); };")]
    [InlineData("// why\n        await {|ROKT001:_client.SendAsync([e])|};", "// why\n        foreach (SendResult result in await _client.SendAsync([e]))\n        {\n            result.EnsureAccepted();\n        }")]
    [InlineData("int result = 1; await {|ROKT001:_client.SendAsync([e])|}; Console.WriteLine(result);", "int result = 1; foreach (SendResult result2 in await _client.SendAsync([e]))\n        {\n            result2.EnsureAccepted();\n        }\n        Console.WriteLine(result);")]
    [InlineData("await Task.WhenAll({|ROKT001:_client.SendAsync(e)|}, _client.SendAsync(e));", "foreach (SendResult result in await Task.WhenAll(_client.SendAsync(e), _client.SendAsync(e)))\n        {\n            result.EnsureAccepted();\n        }")]
    public Task The_fix_calls_EnsureAccepted(string statement, string @fixed) =>
        Checked.FixAsync<IgnoredResultAnalyzer, EnsureAcceptedFix>(Method(statement), Method(@fixed));

    [Fact]
    public Task The_fix_of_an_expression_body_keeps_it() => Checked.FixAsync<IgnoredResultAnalyzer, EnsureAcceptedFix>(
        "async Task M(ConversionEvent e) => await {|ROKT001:_client.SendAsync(e)|};",
        "async Task M(ConversionEvent e) => (await _client.SendAsync(e)).EnsureAccepted();");

    [Theory]
    [InlineData("Task M(ConversionEvent e) => {|ROKT001:_client.SendAsync(e)|};")]
    [InlineData("void M(ConversionEvent e) { {|ROKT001:_client.SendAsync(e)|}; }")]
    [InlineData("void M(ConversionEvent e) { {|ROKT001:_client.SendAsync(e)|}.Wait(); }")]
    [InlineData("async Task M(ConversionEvent e) => await {|ROKT001:_client.SendAsync([e])|};")]
    public Task There_is_no_fix_where_there_is_not_one_right_way(string member) =>
        Checked.FixAsync<IgnoredResultAnalyzer, EnsureAcceptedFix>(member, member);

    private static string Method(string statement) => $$"""
        async Task M(ConversionEvent e)
            {
                {{statement}}
                await Task.Yield();
            }
        """.ReplaceLineEndings("\n").Replace("\n    ", "\n", StringComparison.Ordinal);
}
