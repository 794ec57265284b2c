namespace Rokt.EventApi.Fakes.Tests;

internal sealed class FakePreparedConversionClient(PreparedConversion? prepared, SendResult result) : IPreparedConversionClient
{
    public int CredentialsVersion { get; set; }

    public PreparedConversion? Prepare(ConversionEvent conversion) => prepared;

    public Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(options?.CanAttempt?.Invoke() == false ? SendResult.Unavailable(errors: new EventApiError("not_attempted", "")) : result);
}
