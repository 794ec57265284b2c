using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Rokt.EventApi.Sandbox.Control;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Access))]
[JsonSerializable(typeof(FaultOrder))]
[JsonSerializable(typeof(FaultRow[]))]
[JsonSerializable(typeof(IReadOnlyList<FaultRow>))]
[JsonSerializable(typeof(IReadOnlyList<RequestRow>))]
[JsonSerializable(typeof(LiveUpdate))]
[JsonSerializable(typeof(SseItem<LiveUpdate>))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(RequestDetails))]
[JsonSerializable(typeof(ThrottleSettings))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
