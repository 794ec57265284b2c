// The least that sends a conversion as native code: what Rokt.EventApi.AotSdk is measured against. Its argument is the address.
using System.Net.Http.Headers;
using System.Text;

byte[] body = Encoding.UTF8.GetBytes(
    """{"environment":"development","user_identities":{"email":"john.doe@example.com"},"events":[{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"amount":100.00,"currency":"USD","confirmationref":"XYZ123"}}}]}""");
using var client = new HttpClient();
using var request = new HttpRequestMessage(HttpMethod.Post, $"{args[0]}v2/events") { Content = new ByteArrayContent(body) };
request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("key:secret"u8));
using HttpResponseMessage response = await client.SendAsync(request);
Console.WriteLine((int)response.StatusCode);
