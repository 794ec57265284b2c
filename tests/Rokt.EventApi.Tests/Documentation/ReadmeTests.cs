using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Tests.EndToEnd;

namespace Rokt.EventApi.Tests.Documentation;

public sealed partial class ReadmeTests
{
    private static readonly string Readme = Text("README.md");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_block_of_code_is_compiled()
    {
        string[] compiled = Lines(Text("ReadmeCode.cs"));
        string[] blocks = [.. CodeBlock().Matches(Readme + Text("delivery.md")).Select(match => match.Groups["code"].Value)];

        Assert.True(blocks.Length >= 6, "The README's code was not found.");
        Assert.All(blocks, block => Assert.Contains(string.Join('\n', Lines(block)), string.Join('\n', compiled), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_that_sends_gets_its_conversions_accepted()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);
        ConversionEvent[] conversions = [GuideExample.Event, GuideExample.Event];

        Assert.Equal(SendStatus.Accepted, (await ReadmeCode.Send(client, Cancellation)).Status);
        IReadOnlyList<SendResult> results = await ReadmeCode.SendSeveral(client, conversions, conversions.ToAsyncEnumerable(), Cancellation);

        Assert.All(results, result => Assert.Equal(SendStatus.Accepted, result.Status));
        Assert.All(sandbox.Requests, request => Assert.Empty(request.Errors));
    }

    [Fact]
    public async Task The_code_that_tests_sees_one_retry()
    {
        (SendResult result, IReadOnlyList<ReceivedRequest> received) = await ReadmeCode.Test(GuideExample.Event);

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
        Assert.Equal([503, 202], received.Select(request => request.StatusCode));
    }

    [Fact]
    public void The_code_that_registers_gives_a_client_with_the_configuration_shown()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        string json = Regex.Match(Readme, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        builder.Configuration.AddJsonStream(stream);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rokt:ApiKey"] = "key", ["Rokt:ApiSecret"] = "secret" });

        ReadmeCode.Register(builder);

        using ServiceProvider provider = builder.Services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<IEventApiClient>());
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documentation", file)).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
