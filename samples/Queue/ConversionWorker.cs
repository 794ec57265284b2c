using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rokt.EventApi;

/// <summary>Delivers. A message leaves the queue only when the API has accepted it, or when it is safe in another queue.</summary>
internal sealed class ConversionWorker(IConnection connection, ConversionQueue queue, IPreparedConversionClient client, ILogger<ConversionWorker> logger) : BackgroundService
{
    private const ushort Prefetch = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using IChannel channel = await connection.CreateChannelAsync(new(false, false, consumerDispatchConcurrency: Prefetch), stoppingToken);
        await channel.BasicQosAsync(prefetchSize: 0, Prefetch, global: false, stoppingToken);
        int inFlight = 0;
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            Interlocked.Increment(ref inFlight);
            try
            {
                int failures = message.BasicProperties.Headers is { } headers && headers.TryGetValue("failures", out object? value) && value is int count ? count + 1 : 1;
                SendResult result = await client.SendAsync(PreparedConversion.FromBody(message.Body));
                string? next = result.Status switch
                {
                    SendStatus.Accepted => null,
                    SendStatus.Rejected when (int?)result.StatusCode is not (401 or 403) => ConversionQueue.Rejected,    // a wrong secret is not its fault
                    _ => ConversionQueue.WaitFor(result.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(failures, 9))),
                };
                await (next is null ? Task.CompletedTask : queue.PublishAsync(next, message.Body, failures, $"{result.StatusCode} {string.Join(' ', result.Errors)}"));
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            }
            catch (Exception exception)
            {
                logger.LogError("A conversion was not delivered: {Reason}", exception.Message);
                bool isConversion = exception is not FormatException;    // what is none is rejected
                await Task.Delay(TimeSpan.FromSeconds(isConversion ? 5 : 0), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);    // it comes back at once
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: isConversion);
            }
            finally
            {
                Interlocked.Decrement(ref inFlight);
            }
        };
        string consumerTag = await channel.BasicConsumeAsync(ConversionQueue.Name, autoAck: false, consumer, stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await channel.BasicCancelAsync(consumerTag, cancellationToken: CancellationToken.None);
        for (; inFlight > 0; await Task.Delay(50, CancellationToken.None)) { }    // what is in flight ends, so that a deploy repeats nothing
    }
}
