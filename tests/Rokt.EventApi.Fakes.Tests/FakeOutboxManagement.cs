using Rokt.EventApi.Outbox;

namespace Rokt.EventApi.Fakes.Tests;

internal sealed class FakeOutboxManagement(params DeadLetter[] deadLetters) : IOutboxManagement
{
    private readonly List<DeadLetter> _deadLetters = [.. deadLetters];
    private OutboxState _state = OutboxState.Delivering;

    public Task PauseAsync(CancellationToken cancellationToken = default) => SetAsync(OutboxState.Paused);

    public Task ResumeAsync(CancellationToken cancellationToken = default) => SetAsync(OutboxState.Delivering);

    public Task<OutboxStatus> DrainAsync(TimeSpan budget, CancellationToken cancellationToken = default) =>
        budget > TimeSpan.Zero
            ? Task.FromResult(new OutboxStatus { State = _state, DeadLettered = _deadLetters.Count })
            : throw new ArgumentOutOfRangeException(nameof(budget));

    public Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(
        int limit = 100, string? reason = null, DeadLetter? after = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. _deadLetters.Where(letter => reason is null || letter.Reason == reason).Take(limit)]);

    public Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default) => RemoveAsync(id);

    public Task<int> RequeueAllAsync(string? reason = null, CancellationToken cancellationToken = default) => RemoveAllAsync(reason);

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) => RemoveAsync(id);

    public Task<int> DiscardAllAsync(string? reason = null, CancellationToken cancellationToken = default) => RemoveAllAsync(reason);

    private Task<int> RemoveAllAsync(string? reason) => Task.FromResult(_deadLetters.RemoveAll(letter => reason is null || letter.Reason == reason));

    private Task<bool> RemoveAsync(Guid id) => Task.FromResult(_deadLetters.RemoveAll(letter => letter.Id == id) > 0);

    private Task SetAsync(OutboxState state)
    {
        _state = state;
        return Task.CompletedTask;
    }
}
