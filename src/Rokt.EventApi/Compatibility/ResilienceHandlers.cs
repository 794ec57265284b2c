using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Compatibility;

/// <summary>
/// Takes away the resilience handlers that the application adds to all of its clients. They are known by name, because
/// this build does not refer to their package, which the application may have all the same.
/// </summary>
internal static class ResilienceHandlers
{
    private const string Handler = "Microsoft.Extensions.Http.Resilience.ResilienceHandler";

    extension(IHttpClientBuilder builder)
    {
        public IHttpClientBuilder RemoveAllResilienceHandlers() => builder.ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
        {
            for (int i = handlers.Count - 1; i >= 0; i--)
            {
                if (handlers[i].GetType().FullName == Handler)
                {
                    handlers.RemoveAt(i);
                }
            }
        });
    }
}
