using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Rokt.EventApi.Outbox.Tests.Dispatch;

/// <summary>A secret that changes while the application runs.</summary>
internal sealed class ReloadableSettings(string secret) : IConfigureOptions<EventApiOptions>, IOptionsChangeTokenSource<EventApiOptions>
{
    private CancellationTokenSource _changed = new();
    private string _secret = secret;

    public string? Name => Options.DefaultName;

    public void Configure(EventApiOptions options) => options.ApiSecret = _secret;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public void Reload(string secret)
    {
        _secret = secret;
        CancellationTokenSource before = _changed;
        _changed = new CancellationTokenSource();
        before.Cancel();
        before.Dispose();
    }
}
