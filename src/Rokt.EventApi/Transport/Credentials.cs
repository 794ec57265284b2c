using System.Text;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Diagnostics;

namespace Rokt.EventApi.Transport;

/// <summary>The current key and secret, as the header that each attempt takes; they may change between attempts.</summary>
internal sealed class Credentials(EventApiOptions options)
{
    private volatile string _header = Encode(options);
    private int _version;

    public string Header => _header;

    /// <summary>How often they changed.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Takes the key and secret of changed options, if they have changed.</summary>
    public void Rotate(EventApiOptions changed, ILogger logger, Account account)
    {
        string header = Encode(changed);
        if (header != _header)
        {
            _header = header;
            Interlocked.Increment(ref _version);
            Log.CredentialsRotated(logger, account.DisplayName);
        }
    }

    private static string Encode(EventApiOptions options) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:{options.ApiSecret}"))}";
}
