using Microsoft.Extensions.Http;

namespace Rokt.EventApi.Transport;

/// <summary>Puts a <see cref="DetachedHandler"/> around the primary handler of each client, whoever has configured it, inside all others.</summary>
internal sealed class DetachedHandlerFilter : IHttpMessageHandlerBuilderFilter
{
    public const string ClientName = "Rokt.EventApi";

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (IsClient(builder.Name) && DetachedHandler.IsNeededFor(builder.PrimaryHandler))
        {
            builder.AdditionalHandlers.Add(new DetachedHandler());
        }
    };

    private static bool IsClient(string? name) =>
        name is not null && name.StartsWith(ClientName, StringComparison.Ordinal) && (name.Length == ClientName.Length || name[ClientName.Length] == ':');
}
