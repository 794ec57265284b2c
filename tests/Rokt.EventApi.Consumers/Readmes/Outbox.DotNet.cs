using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;

namespace Readmes.OutboxPackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static async Task Run(IServiceCollection services, IConfiguration configuration, System.Data.Common.DbDataSource dataSource, IOutbox outbox, ConversionEvent conversion, System.Data.Common.DbTransaction transaction)
        {
            services.AddRoktEventApi(configuration.GetSection("Rokt"));
            services.AddRoktEventApiOutbox(options => options.UseDatabase(_ => dataSource, createTables: true));

            // anywhere, with IOutbox from the container: with the order, in its transaction, or on its own
            await outbox.EnqueueAsync(conversion, transaction);
            await outbox.EnqueueAsync(conversion);
        }
    }
}
