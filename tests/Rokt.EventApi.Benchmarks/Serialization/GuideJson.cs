using System.Text.Json.Serialization;

namespace Rokt.EventApi.Benchmarks.Serialization;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GuideRequest))]
internal sealed partial class GuideJson : JsonSerializerContext;
