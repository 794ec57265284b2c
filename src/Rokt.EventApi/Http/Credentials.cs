using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Diagnostics;

namespace Rokt.EventApi.Http;

/// <summary>The current key and secret, as the header that each attempt takes; they may change between attempts.</summary>
internal sealed class Credentials(EventApiOptions options)
{
    private volatile AuthenticationHeaderValue _header = Encode(options);

    public AuthenticationHeaderValue Header => _header;

    /// <summary>Takes the key and secret of changed options, if they have changed.</summary>
    public void Rotate(EventApiOptions changed, ILogger logger)
    {
        AuthenticationHeaderValue header = Encode(changed);
        if (header.Parameter != _header.Parameter)
        {
            _header = header;
            Log.CredentialsRotated(logger);
        }
    }

    private static AuthenticationHeaderValue Encode(EventApiOptions options) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:{options.ApiSecret}")));
}
