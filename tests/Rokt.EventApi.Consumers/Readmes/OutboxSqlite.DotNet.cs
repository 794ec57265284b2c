using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;

namespace Readmes.OutboxSqlitePackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static async Task Run(IServiceCollection services, IConfiguration configuration, IOutbox outbox, ConversionEvent conversion)
        {
            services.AddRoktEventApi(configuration.GetSection("Rokt"));
            services.AddRoktEventApiOutbox(options => options.UseFile("rokt-outbox.db"));

            // anywhere, with IOutbox from the container: on the disk before the task completes
            await outbox.EnqueueAsync(conversion);
        }
    }
}
