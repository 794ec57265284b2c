using System.Net;
using System.Text.RegularExpressions;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>The code of docs/testing.md, which is compiled and run here.</summary>
public sealed partial class DocumentationTests
{
#pragma warning disable IDE1006 // Named as in the documentation's code.
    private readonly ConversionEvent conversion =
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("XYZ123").Build();

    private readonly CancellationToken cancellationToken = TestContext.Current.CancellationToken;
#pragma warning restore IDE1006

    [Fact]
    public async Task A_conversion_that_is_unavailable_is_sent_later()
    {
        var client = new FakeEventApiClient(_ => SendResult.Unavailable(retryAfter: TimeSpan.FromSeconds(30)));
        var checkout = new Checkout(client);

        Assert.True(await checkout.CompleteAsync(conversion, cancellationToken));

        Assert.Equal("XYZ123", Assert.Single(client.Sent).ConfirmationRef);
        Assert.Single(checkout.SendLater);
    }

    [Fact]
    public async Task A_conversion_that_is_rejected_is_reported()
    {
        var error = new EventApiError("BAD_REQUEST", "The request JSON body is malformed.");
        var client = new FakeEventApiClient(_ => SendResult.Rejected(HttpStatusCode.BadRequest, error));

        Assert.False(await new Checkout(client).CompleteAsync(conversion, cancellationToken));
    }

    [Fact]
    public async Task A_checkout_survives_an_API_that_fails_once()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: cancellationToken);
        sandbox.Arm(SandboxFault.Status(503));
        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = sandbox.ApiKey,
            ApiSecret = sandbox.ApiSecret,
            Environment = EventEnvironment.Development,
            BaseAddress = sandbox.BaseAddress,
            Retry = { BaseDelay = TimeSpan.FromMilliseconds(10) },
        });

        Assert.True(await new Checkout(client).CompleteAsync(conversion, cancellationToken));

        IReadOnlyList<ReceivedRequest> received = await sandbox.WaitForRequestsAsync(2, cancellationToken);
        Assert.Equal([503, 202], received.Select(request => request.StatusCode));
        Assert.Empty(received[1].Errors);
    }

    [Fact]
    public void Each_block_of_code_of_the_documentation_is_compiled()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Sources")).Select(path => Trimmed(File.ReadAllText(path)))];
        string document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "testing.md"));
        string[] blocks = [.. CodeBlock().Matches(document).Select(match => Trimmed(match.Groups["code"].Value))];

        Assert.True(blocks.Length >= 4, "The code of the documentation was not found.");
        Assert.All(blocks, block => Assert.Contains(sources, source => source.Contains(block, StringComparison.Ordinal)));
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
