using System.Net.Http.Headers;
using System.Text;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>Sends what a client in any language would: the sandbox is tested without the SDK.</summary>
internal sealed class RawClient(EventApiSandbox sandbox) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = sandbox.BaseAddress };

    public static string Body(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Bodies", $"{name}.json"));

    public Task<HttpResponseMessage> PostAsync(string body, Action<HttpRequestMessage>? change = null) =>
        PostAsync(Encoding.UTF8.GetBytes(body), change);

    public Task<HttpResponseMessage> PostAsync(byte[] body, Action<HttpRequestMessage>? change = null)
    {
        HttpRequestMessage request = Request(body);
        change?.Invoke(request);
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public HttpRequestMessage Request(string body) => Request(Encoding.UTF8.GetBytes(body));

    private HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.BaseAddress, "/v2/events")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sandbox.ApiKey}:{sandbox.ApiSecret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return request;
    }

    public void Dispose() => _http.Dispose();
}
