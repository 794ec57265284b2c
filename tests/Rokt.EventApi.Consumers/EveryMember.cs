using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.RateLimiting;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Consumers
{
    /// <summary>Calls every public member of the SDK, in C# 7.3.</summary>
    internal static class EveryMember
    {
        public static ConversionEvent Build(JsonElement json, DateTimeOffset time, IPAddress address, Guid id, Uri landingUrl)
        {
            AttributeValue text = "text", character = 'c', number = 1.5m, boolean = true;
            return ConversionEvent.CreateBuilder()
                .AllowAnyIdentity().DropInvalidAttributes().WithEnvironment(EventEnvironment.Development)
                .WithEmail("john.doe@example.com").WithHashedEmail(null).WithSha256OfEmail(null).WithCustomerId("7").WithClickId(null).WithClickIdFrom(landingUrl)
                .WithFirstName("John").WithLastName("Doe").WithMobile("3053211654").WithIpAddress("172.3.51.182").WithIpAddress(address)
                .WithBatchIpAddress("172.3.51.182").WithBatchIpAddress(address).WithBillingZipCode("01234")
                .WithSha256OfFirstName(null).WithSha256OfLastName(null).WithSha256OfMobile(null).WithSha256OfBillingZipCode(null)
                .WithDateOfBirth(new DateTime(1984, 2, 29)).WithGender(Gender.Female)
                .WithUserAttribute("loyal", boolean).WithUserAttribute("colors", AttributeValue.List("red", "blue"))
                .WithUserAttribute("sizes", AttributeValue.List(new List<string> { "s", "m" }))
                .WithUserAgent("Mozilla/5.0").WithIosAdvertisingId(id).WithAndroidAdvertisingId(id).WithIosIdForVendor(id).WithAndroidUuid("uuid")
                .WithBatchField("consent", text).WithBatchField("consent_state", json)
                .WithDeviceInfoField("att_authorization_status", "authorized").WithDeviceInfoField("more", json)
                .WithEventDataField("session", number).WithEventDataField("more", json)
                .WithCustomEventType("transaction").WithMessageId("m-1").WithRequestId(null).WithEventTime(time)
                .WithAmount(100.00m, "USD").WithQuantity(1).WithConversionType("purchase").WithProductName("T-shirt").WithSku("230847")
                .WithPaymentType("visa").WithMargin(10m).WithTransactionId("ABC789").WithConfirmationRef("XYZ123").WithAttribute("initial", character)
                .Build();
        }

        public static object[] Read(ConversionEvent e) => new object[]
        {
            e.Environment, e.RequestId, e.Email, e.HashedEmail, e.CustomerId, e.ClickId, e.FirstName, e.LastName, e.Mobile, e.IpAddress,
            e.BillingZipCode, e.FirstNameSha256, e.LastNameSha256, e.MobileSha256, e.BillingZipSha256, e.Gender, e.UserAttributes,
            e.BatchIpAddress, e.UserAgent, e.IosAdvertisingId, e.AndroidAdvertisingId, e.IosIdForVendor, e.AndroidUuid, e.Amount, e.Currency,
            e.Quantity, e.ConversionType, e.ProductName, e.Sku, e.PaymentType, e.Margin, e.TransactionId, e.ConfirmationRef, e.EventTime,
            e.MessageId, e.CustomEventType, e.Attributes, e.BatchFields, e.DeviceInfoFields, e.EventDataFields, e.DroppedAttributes,
        };

        public static ConversionEvent Store(ConversionEvent conversion, string query, Uri landingUrl)
        {
            ClickId.TryGet(landingUrl, out string id);
            ClickId.TryGet(query, out id);
            return ConversionEvent.FromJson(conversion.ToBuilder().WithClickId(id).Build().ToJson());
        }

        public static object[] ReadAttribute(AttributeValue value, AttributeValue other) => new object[]
        {
            value.Kind, value.AsString(), value.AsNumber(), value.AsBoolean(), value.AsList(), value == other, value != other, value.Equals(other),
        };

        public static EventApiOptions Options(RateLimiter limiter)
        {
            var options = new EventApiOptions
            {
                ApiKey = "key",
                ApiSecret = "secret",
                Pod = new Pod("US3"),
                Environment = EventEnvironment.Production,
                BaseAddress = new Uri("https://events.example/"),
                AllowInsecureHttp = false,
                SendRequestId = true,
                Enabled = true,
                BeforeSend = conversion => conversion.Email == null ? null : conversion,
                Retry = new EventApiRetryOptions(),
                RateLimit = new EventApiRateLimitOptions(),
                CircuitBreaker = new EventApiCircuitBreakerOptions(),
            };
            options.Retry.MaxRetryAttempts = options.Retry.MaxRetryAttempts + 1;
            options.Retry.BaseDelay = options.Retry.MaxDelay;
            options.Retry.MaxDelay = options.Retry.BaseDelay;
            options.Retry.AttemptTimeout = options.Retry.TotalTimeout;
            options.Retry.TotalTimeout = options.Retry.AttemptTimeout;
            options.RateLimit.BatchesPerSecond = options.RateLimit.BatchesPerSecond / 2;
            options.RateLimit.Burst = options.RateLimit.Burst + 1;
            options.RateLimit.Adaptive = !options.RateLimit.Adaptive;
            options.RateLimit.RateLimiter = options.RateLimit.RateLimiter ?? limiter;
            options.CircuitBreaker.Enabled = !options.CircuitBreaker.Enabled;
            options.CircuitBreaker.FailureRatio = options.CircuitBreaker.FailureRatio / 2;
            options.CircuitBreaker.MinimumThroughput = options.CircuitBreaker.MinimumThroughput + 1;
            options.CircuitBreaker.SamplingDuration = options.CircuitBreaker.BreakDuration;
            options.CircuitBreaker.BreakDuration = options.CircuitBreaker.SamplingDuration;
            return options;
        }

        public static object[] Read(EventApiOptions o) => new object[]
        {
            o.ApiKey, o.ApiSecret, o.Pod, o.Environment, o.BaseAddress, o.AllowInsecureHttp, o.SendRequestId, o.Enabled, o.BeforeSend, o.Retry, o.RateLimit, o.CircuitBreaker,
        };

        public static object[] Pods(Pod pod) => new object[]
        {
            Pod.US1, Pod.US2, Pod.EU1, Pod.AU1, pod.Name, pod == Pod.US1, pod != Pod.US2, pod.Equals(Pod.EU1),
        };

        public static object[] Limits() => new object[]
        {
            EventApiLimits.RequestBodyBytes, EventApiLimits.BatchEvents, EventApiLimits.BatchBytes, EventApiLimits.BatchesPerSecond, EventApiLimits.AttributeNameLength, EventApiLimits.AttributeValueLength,
            EventApiLimits.UserAttributes, EventApiLimits.UserAttributeNameLength, EventApiLimits.UserAttributeValueLength, EventApiLimits.ListEntries,
            EventApiLimits.ListEntryLength, EventApiLimits.MobileMinDigits, EventApiLimits.MobileMaxDigits, EventApiLimits.EventAge,
        };

        public static void Register(IServiceCollection services, IConfigurationSection section)
        {
            services.AddRoktEventApi(section);
            services.AddRoktEventApi(options => options.ApiKey = "key");
            services.AddRoktEventApi("shoes", section);
            services.AddRoktEventApi("books", options => options.ApiKey = "key");
            services.AddHealthChecks().AddRoktEventApi("rokt", HealthStatus.Degraded, new[] { "ready" });
        }

        public static async Task Send(
            EventApiOptions options, ILoggerFactory loggers, TimeProvider clock, HttpMessageHandler handler, ConversionEvent conversion,
            IAsyncEnumerable<ConversionEvent> stream, CancellationToken cancellationToken)
        {
            using (var client = new EventApiClient(options, loggers, clock, handler))
            {
                await client.SendAsync(conversion, cancellationToken);
                await client.SendAsync(new[] { conversion }, cancellationToken);
                PreparedConversion prepared = client.Prepare(conversion);
                await client.SendAsync(prepared, new PreparedSendOptions { SingleAttempt = true, CanAttempt = () => true }, cancellationToken);
                Read(client.SendStreamAsync(stream, 16, cancellationToken), client.CredentialsVersion);
                client.Dispose();
            }
        }

        public static async Task Send(
            IEventApiClient client, IPreparedConversionClient preparing, ConversionEvent conversion, IAsyncEnumerable<ConversionEvent> stream, CancellationToken cancellationToken)
        {
            SendResult result = await client.SendAsync(conversion, cancellationToken);
            result.EnsureAccepted();
            IReadOnlyList<SendResult> results = await client.SendAsync(new[] { conversion }, cancellationToken);
            PreparedConversion prepared = PreparedConversion.FromBody(preparing.Prepare(conversion).Body);
            var options = new PreparedSendOptions();
            Read(await preparing.SendAsync(prepared, options, cancellationToken), options.SingleAttempt, options.CanAttempt);
            Read(client.SendStreamAsync(stream, null, cancellationToken), preparing.CredentialsVersion, prepared.RequestId, prepared.ConfirmationRef, prepared.EventTime, results);
        }

        // C# 7.3 has no await foreach: what it does, by hand.
        public static async Task Consume(IAsyncEnumerable<StreamedResult> results)
        {
            IAsyncEnumerator<StreamedResult> enumerator = results.GetAsyncEnumerator();
            try
            {
                while (await enumerator.MoveNextAsync())
                {
                    (ConversionEvent sent, SendResult outcome) = enumerator.Current;
                    Read(sent, outcome, enumerator.Current.Event, enumerator.Current.Result);
                }
            }
            finally
            {
                await enumerator.DisposeAsync();
            }
        }

        public static object[] Create(ConversionEvent conversion, TimeSpan retryAfter)
        {
            var error = new EventApiError("code", "message");
            var violation = new ConversionEventViolation("path", "rule", 1, 2);
            var invalid = new InvalidConversionEventException(new[] { violation });
            var failed = new EventApiException(SendResult.Unavailable(retryAfter, HttpStatusCode.ServiceUnavailable, error));
            var result = new SendResult(SendStatus.Rejected, 1, HttpStatusCode.BadRequest, retryAfter, new[] { error }, "account", 99.5);
            return new object[]
            {
                SendResult.Accepted(), SendResult.Rejected(HttpStatusCode.BadRequest, error), new StreamedResult(conversion, result),
                result.Status, result.StatusCode, result.RetryAfter, result.Attempts, result.Errors, result.RateLimitExceeded, result.RateLimitPercentageUsed,
                error.Code, error.Message, violation.Path, violation.Rule, violation.Limit, violation.Actual, invalid.Violations, failed.IsTransient, failed.Result,
                new ConversionEventJsonConverter(), new AttributeValueJsonConverter(),
            };
        }

        private static void Read(params object[] values)
        {
        }
    }
}
