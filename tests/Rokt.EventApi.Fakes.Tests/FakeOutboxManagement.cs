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

    public Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. _deadLetters.Take(limit)]);

    public Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default) => RemoveAsync(id);

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) => RemoveAsync(id);

    private Task<bool> RemoveAsync(Guid id) => Task.FromResult(_deadLetters.RemoveAll(letter => letter.Id == id) > 0);

    private Task SetAsync(OutboxState state)
    {
        _state = state;
        return Task.CompletedTask;
    }
}
