using System.Text.Json;
using System.Text.Json.Serialization;
using Rokt.EventApi.Outbox.Dashboard.Operating;
using Rokt.EventApi.Outbox.Dashboard.Status;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

// An unknown member is a mistake of the caller, who should learn of it.
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(ChangeResult))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(FindRequest))]
[JsonSerializable(typeof(IReadOnlyList<OutboxConversion>))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class DashboardJsonContext : JsonSerializerContext;
