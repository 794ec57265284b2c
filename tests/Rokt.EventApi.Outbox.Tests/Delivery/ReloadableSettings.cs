using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A secret that changes while the application runs.</summary>
internal sealed class ReloadableSettings(string secret) : IConfigureOptions<EventApiOptions>, IOptionsChangeTokenSource<EventApiOptions>
{
    private ConfigurationReloadToken _changed = new();
    private string _secret = secret;

    public string? Name => Options.DefaultName;

    public void Configure(EventApiOptions options) => options.ApiSecret = _secret;

    public IChangeToken GetChangeToken() => _changed;

    public void Reload(string secret)
    {
        _secret = secret;
        Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
    }
}
