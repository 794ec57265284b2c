using System.Collections.Concurrent;
using System.Text.Json;
using CsCheck;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Tests.EndToEnd;

namespace Rokt.EventApi.Tests.Properties;

public sealed class ConversionEventProperties
{
    private const int Cases = 2000;

    [Fact]
    public async Task Every_event_is_refused_without_a_value_or_accepted_by_the_server_and_reads_back_equal()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using EventApiClient client = SandboxClient.For(sandbox, options => options.RateLimit.BatchesPerSecond = null);
        int refused = 0;
        int accepted = 0;
        var set = new ConcurrentDictionary<string, bool>();

        await GenBuilder.Any.SampleAsync(
            async builder =>
            {
                ConversionEvent conversion;
                try
                {
                    conversion = builder.Build();
                }
                catch (InvalidConversionEventException exception)
                {
                    Interlocked.Increment(ref refused);
                    Assert.DoesNotContain(GenBuilder.Mark, exception.ToString());
                    return;
                }

                SendResult result = await client.SendAsync(conversion);
                Assert.True(result.Status == SendStatus.Accepted, string.Join('\n', result.Errors.Select(error => error.Message)));
                Assert.All(conversion.Attributes.Keys.Concat(conversion.UserAttributes.Keys), name => Assert.InRange(name.Length, 1, 256));
                Assert.DoesNotContain(GenBuilder.Mark, conversion.ToString());
                SameEvent.Assert(conversion, JsonSerializer.Deserialize<ConversionEvent>(JsonSerializer.Serialize(conversion))!);
                Interlocked.Increment(ref accepted);
                foreach (Field field in ConversionFields.All.Where(field => field.IsSet(conversion)))
                {
                    set[field.Path] = true;
                }
            },
            iter: Cases,
            threads: 2);

        Assert.Equal(ConversionFields.All.Select(field => field.Path).Order(), set.Keys.Order());
        Assert.True(accepted > Cases / 10 && refused > Cases / 10, $"{accepted} accepted and {refused} refused: too few of one kind to show anything.");
    }
}
