using System.Numerics;
using RabbitMQ.Client;

/// <summary>The queue of conversions, a queue for each time to wait, and one for what the API rejects.</summary>
internal sealed class ConversionQueue(IChannel channel)
{
    public const string Name = "rokt.conversions";
    public const string Rejected = $"{Name}.rejected";
    private const uint LongestWait = 1 << 15;    // seconds: 9 hours

    public static async Task<ConversionQueue> OpenAsync(IConnection connection)
    {
        IChannel channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await DeclareAsync(Rejected, new() { ["x-message-ttl"] = (long)TimeSpan.FromDays(30).TotalMilliseconds });    // it holds personal data
        await DeclareAsync(Name, MovingTo(Rejected));
        for (uint seconds = 1; seconds <= LongestWait; seconds *= 2)    // a queue each: a long wait in front would hold up a short one
        {
            await DeclareAsync(WaitFor(TimeSpan.FromSeconds(seconds)), new(MovingTo(Name)) { ["x-message-ttl"] = seconds * 1000L });
        }

        return new ConversionQueue(channel);

        Task DeclareAsync(string queue, Dictionary<string, object?> arguments) =>
            channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(arguments) { ["x-queue-type"] = "quorum" });
        static Dictionary<string, object?> MovingTo(string queue) =>    // deleted here when it is safe there
            new() { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = queue, ["x-dead-letter-strategy"] = "at-least-once", ["x-overflow"] = "reject-publish" };
    }

    public static string WaitFor(TimeSpan delay) => $"{Name}.wait.{BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Math.Ceiling(delay.TotalSeconds), 1, LongestWait))}";

    /// <summary>Publishes a conversion. It is safe on the broker when the task completes.</summary>
    public Task PublishAsync(string queue, ReadOnlyMemory<byte> body, int failures = 0, string reason = "") => channel.BasicPublishAsync(
        exchange: "", queue, mandatory: true, new BasicProperties { Headers = new Dictionary<string, object?> { ["failures"] = failures, ["reason"] = reason } }, body).AsTask();
}
