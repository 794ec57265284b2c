using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Rokt.EventApi.Sandbox.Control;

// An unknown member is a mistake of the caller, who should learn of it.
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Access))]
[JsonSerializable(typeof(FaultOrder))]
[JsonSerializable(typeof(IReadOnlyList<FaultRow>))]
[JsonSerializable(typeof(IReadOnlyList<RequestRow>))]
[JsonSerializable(typeof(LiveUpdate))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(RequestDetails))]
[JsonSerializable(typeof(ThrottleSettings))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
