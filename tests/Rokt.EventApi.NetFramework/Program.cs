using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.NetFramework
{
    /// <summary>Does one thing with the SDK, and writes how that ended.</summary>
    internal static class Program
    {
        private static async Task<int> Main(string[] arguments)
        {
            try
            {
                Console.WriteLine(await RunAsync(arguments[0], new Uri(arguments[1]), arguments[2], arguments[3]));
                return 0;
            }
            catch (Exception exception)
            {
                Console.WriteLine(exception);
                return 1;
            }
        }

        private static Task<string> RunAsync(string scenario, Uri address, string key, string secret)
        {
            switch (scenario)
            {
                case "send":
                    return SendAsync(address, key, secret);
                case "batch":
                    return BatchAsync(address, key, secret);
                case "container":
                    return ContainerAsync(address, key, secret);
                case "cancel":
                    return CancelAsync(address, key, secret);
                case "dispose":
                    return DisposeAsync(address, key, secret);
                default:
                    throw new ArgumentException(scenario);
            }
        }

        private static async Task<string> SendAsync(Uri address, string key, string secret)
        {
            using (EventApiClient client = Client(address, key, secret))
            {
                SendResult result = await client.SendAsync(Conversion("1"));
                return $"{result.Status} {(int?)result.StatusCode} {result.Attempts} {string.Join(",", result.Errors.Select(error => error.Code))}";
            }
        }

        private static async Task<string> BatchAsync(Uri address, string key, string secret)
        {
            using (EventApiClient client = Client(address, key, secret))
            {
                IReadOnlyList<SendResult> results = await client.SendAsync(Enumerable.Range(1, 250).Select(number => Conversion($"{number}")));
                return $"{results.Count(result => result.Status == SendStatus.Accepted)}";
            }
        }

        private static async Task<string> ContainerAsync(Uri address, string key, string secret)
        {
            IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string>
            {
                ["Rokt:ApiKey"] = key,
                ["Rokt:ApiSecret"] = secret,
                ["Rokt:Environment"] = "Development",
                ["Rokt:BaseAddress"] = address.AbsoluteUri,
            }).Build();
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddRoktEventApi(configuration.GetSection("Rokt"));
            using (ServiceProvider provider = services.BuildServiceProvider())
            {
                SendResult result = await provider.GetRequiredService<IEventApiClient>().SendAsync(Conversion("1"));
                return $"{result.Status}";
            }
        }

        private static async Task<string> CancelAsync(Uri address, string key, string secret)
        {
            using (EventApiClient client = Client(address, key, secret))
            using (var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
            {
                var waited = Stopwatch.StartNew();
                try
                {
                    return $"{await client.SendAsync(Conversion("1"), cancellation.Token)}";
                }
                catch (OperationCanceledException)
                {
                    return waited.Elapsed < TimeSpan.FromSeconds(10) ? "cancelled" : $"cancelled after {waited.Elapsed}";
                }
            }
        }

        private static async Task<string> DisposeAsync(Uri address, string key, string secret)
        {
            EventApiClient client = Client(address, key, secret);
            Task<SendResult> sending = client.SendAsync(Conversion("1"));
            await Task.Delay(TimeSpan.FromSeconds(1));
            client.Dispose();
            SendResult result = await sending;
            try
            {
                await client.SendAsync(Conversion("2"));
                return "sent after it was disposed";
            }
            catch (ObjectDisposedException)
            {
                return $"{result.Status}, then disposed";
            }
        }

        private static EventApiClient Client(Uri address, string key, string secret)
        {
            return new EventApiClient(new EventApiOptions { ApiKey = key, ApiSecret = secret, Environment = EventEnvironment.Development, BaseAddress = address });
        }

        private static ConversionEvent Conversion(string reference)
        {
            return ConversionEvent.CreateBuilder()
                .WithEmail("john.doe@example.com")
                .WithFirstName("José")
                .WithDateOfBirth(new DateTime(1990, 2, 28))
                .WithConversionType("purchase")
                .WithAmount(100.00m, "USD")
                .WithConfirmationRef(reference)
                .Build();
        }
    }
}
