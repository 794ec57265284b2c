using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>OpenTelemetry's instrumentation of HttpClient writes a baggage of its own into each request. It does not leave either.</summary>
[Collection(nameof(OpenTelemetryTests))]
[CollectionDefinition(DisableParallelization = true)]
public sealed class OpenTelemetryTests
{
    public static TheoryData<AmbientHeaderTests.Way> Ways => [.. Enum.GetValues<AmbientHeaderTests.Way>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_OpenTelemetry_carries_does_not_leave(AmbientHeaderTests.Way way)
    {
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder().AddSource("Rokt.EventApi").AddHttpClientInstrumentation().Build();
        Baggage.SetBaggage("user.email", $"{AmbientHeaderTests.Mark}@example.com");
        using Activity activity = AmbientHeaderTests.Ambient(isHierarchical: false);

        IReadOnlyList<string> headers = await AmbientHeaderTests.HeadersAsync(way);

        Assert.All(headers, header => Assert.DoesNotContain(AmbientHeaderTests.Mark, header, StringComparison.OrdinalIgnoreCase));
        string header = Assert.Single(headers, header => AmbientHeaderTests.Name(header) == "traceparent");
        Assert.Contains(activity.TraceId.ToString(), header, StringComparison.Ordinal);
        Assert.Equal($"{AmbientHeaderTests.Mark}@example.com", Baggage.GetBaggage("user.email"));
    }

    [Fact]
    public async Task A_client_of_another_kind_sends_what_OpenTelemetry_carries()
    {
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder().AddHttpClientInstrumentation().Build();
        Baggage.SetBaggage("user.email", $"{AmbientHeaderTests.Mark}@example.com");
        IReadOnlyList<string>? headers = null;
        await using var server = new TcpServer(async connection =>
        {
            headers = await connection.ReadRequestAsync();
            await connection.WriteAsync(RawHttp.Accepted);
        });
        using var http = new HttpClient();

        using HttpResponseMessage response = await http.PostAsync(new Uri($"http://127.0.0.1:{server.Port}/"), new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Contains(headers!, header => header.Contains(AmbientHeaderTests.Mark, StringComparison.OrdinalIgnoreCase));
    }
}
