using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;

namespace Readmes.OutboxEntityFrameworkCorePackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static async Task Run(IServiceCollection services, IConfiguration configuration, ShopDbContext shop, ModelBuilder modelBuilder, ConversionEvent conversion)
        {
            services.AddRoktEventApi(configuration.GetSection("Rokt"));
            services.AddRoktEventApiOutbox<ShopDbContext>();

            // in OnModelCreating; a migration then creates the tables
            modelBuilder.AddRoktOutbox();

            // where an order is placed: saved, or rolled back, with it
            shop.AddConversion(conversion);
            await shop.SaveChangesAsync();
        }
    }

    internal sealed class ShopDbContext(DbContextOptions options) : DbContext(options);
}
