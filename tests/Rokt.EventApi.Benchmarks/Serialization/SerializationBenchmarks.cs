using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Benchmarks.Serialization;

/// <summary>From values to the bytes of a request; BenchmarkDotNet runs it.</summary>
public class SerializationBenchmarks
{
    private readonly HandWritten _handWritten = new();
    private readonly ArrayBufferWriter<byte> _memory = new(2048);
    private readonly PayloadSerializer _serializer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly ConversionEvent _event = Guide.Event();

    public SerializationBenchmarks() => _writer = new Utf8JsonWriter(_memory, HandWritten.WriterOptions);

    [Benchmark(Baseline = true)]
    public int Floor() => _handWritten.Write("john.doe@example.com", "SHA256-hash-of-email", 100.00m, 1, 10.0m).Length;

    [Benchmark]
    public int SourceGenerated()
    {
        _memory.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, GuideRequest.Create(), GuideJson.Default.GuideRequest);
        return _memory.WrittenCount;
    }

    [Benchmark]
    public int SdkSerialize() => Serialize(_event);

    [Benchmark]
    public int Sdk() => Serialize(Guide.Event());

    private int Serialize(ConversionEvent conversion)
    {
        Payload payload = _serializer.Serialize(conversion, EventEnvironment.Development, withRequestId: false);
        payload.Buffer!.Return();
        return payload.Body.Length;
    }
}
