using System.Text.Json.Serialization;

namespace Rokt.EventApi.Cli.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(ProgressReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
