using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RichardSzalay.MockHttp;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

public sealed class RequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pods => new()
    {
        { "US1", "https://s2s.us1.mparticle.com/v2/events" },
        { "us2", "https://s2s.us2.mparticle.com/v2/events" },
        { "EU1", "https://s2s.eu1.mparticle.com/v2/events" },
        { "AU1", "https://s2s.au1.mparticle.com/v2/events" },
        { "us3", "https://s2s.us3.mparticle.com/v2/events" },
    };

    [Theory]
    [MemberData(nameof(Pods))]
    public async Task A_request_goes_to_the_address_of_the_pod(string pod, string address)
    {
        using var mock = new MockHttpMessageHandler();
        mock.Expect(HttpMethod.Post, address).Respond(HttpStatusCode.Accepted);

        SendResult result = await SendAsync(mock, options => options.Pod = new Pod(pod));

        Assert.Equal(SendStatus.Accepted, result.Status);
        mock.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("https://gateway.example.com", "https://gateway.example.com/v2/events")]
    [InlineData("https://gateway.example.com/", "https://gateway.example.com/v2/events")]
    [InlineData("https://gateway.example.com/v2", "https://gateway.example.com/v2/events")]
    [InlineData("https://gateway.example.com/v2/", "https://gateway.example.com/v2/events")]
    [InlineData("https://gateway.example.com/v2/events", "https://gateway.example.com/v2/events")]
    [InlineData("https://gateway.example.com/events", "https://gateway.example.com/events/v2/events")]
    [InlineData("https://gateway.example.com/rokt", "https://gateway.example.com/rokt/v2/events")]
    [InlineData("http://localhost:8080", "http://localhost:8080/v2/events")]
    public async Task A_base_address_replaces_the_pods(string baseAddress, string address)
    {
        using var mock = new MockHttpMessageHandler();
        mock.Expect(HttpMethod.Post, address).Respond(HttpStatusCode.Accepted);

        await SendAsync(mock, options => options.BaseAddress = new Uri(baseAddress));

        mock.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task A_request_carries_the_headers_of_the_guide()
    {
        HttpRequestHeaders? headers = null;
        HttpContentHeaders? contentHeaders = null;
        long? declared = null;
        long length = 0;
        using var mock = new MockHttpMessageHandler();
        mock.When("*").Respond(async request =>
        {
            headers = request.Headers;
            contentHeaders = request.Content!.Headers;
            declared = contentHeaders.ContentLength;
            length = (await request.Content.ReadAsByteArrayAsync(Cancellation)).Length;
            return new HttpResponseMessage(HttpStatusCode.Accepted);
        });

        await SendAsync(mock, options => (options.ApiKey, options.ApiSecret) = ("example-api-key", "example-api-secret"));

        Assert.Equal("Basic ZXhhbXBsZS1hcGkta2V5OmV4YW1wbGUtYXBpLXNlY3JldA==", headers!.Authorization!.ToString());
        Assert.Equal("application/json", headers.Accept.ToString());
        Assert.Matches(@"^Rokt\.EventApi/\d+\.\d+\.\d+", headers.UserAgent.ToString());
        Assert.Equal("application/json", contentHeaders!.ContentType!.ToString());
        Assert.Equal(length, declared);
    }

    [Fact]
    public async Task Credentials_beyond_ascii_are_encoded_as_UTF_8()
    {
        string? authorization = null;
        using var mock = new MockHttpMessageHandler();
        mock.When("*").With(request => (authorization = request.Headers.Authorization!.Parameter) is not null).Respond(HttpStatusCode.Accepted);

        await SendAsync(mock, options => options.ApiSecret = "gehäim:ñ");

        Assert.Equal("key:gehäim:ñ", Encoding.UTF8.GetString(Convert.FromBase64String(authorization!)));
    }

    [Fact]
    public async Task A_request_id_is_made_once_and_kept_over_the_attempts()
    {
        using var test = new ClientUnderTest(options => options.SendRequestId = true);
        test.Handler.Respond(503, times: 2);

        await test.SendAsync();
        await test.SendAsync();

        string[] bodies = [.. test.Handler.Bodies];
        Assert.All(bodies, body => Assert.Contains("\"source_request_id\":\"", body, StringComparison.Ordinal));
        Assert.Single(bodies[..3].Distinct());
        Assert.NotEqual(bodies[0], bodies[3]);
    }

    [Fact]
    public async Task The_environment_of_an_event_overrides_that_of_the_options()
    {
        using var test = new ClientUnderTest();

        await test.Client.SendAsync(GuideExample.Builder().WithEnvironment(EventEnvironment.Production).Build(), Cancellation);

        Assert.Contains("\"environment\":\"production\"", Assert.Single(test.Handler.Bodies), StringComparison.Ordinal);
    }

    private static async Task<SendResult> SendAsync(HttpMessageHandler handler, Action<EventApiOptions> configure)
    {
        var options = new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development };
        configure(options);
        using var client = new EventApiClient(options, handler: handler);
        return await client.SendAsync(GuideExample.Event, Cancellation);
    }
}
