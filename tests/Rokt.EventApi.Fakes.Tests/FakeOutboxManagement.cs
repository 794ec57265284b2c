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

    public Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(_deadLetters.GroupBy(letter => letter.Reason).ToDictionary(group => group.Key, group => (long)group.Count()));

    public Task<IReadOnlyDictionary<string, OutboxStatus>> GetStatusOfAccountsAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyDictionary<string, OutboxStatus>>(new Dictionary<string, OutboxStatus> { [""] = new() { DeadLettered = _deadLetters.Count, State = _state } });

    public Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<OutboxConversion>>(
        [
            .. _deadLetters.Where(letter => letter.ConfirmationRef == confirmationRef).Select(letter => new OutboxConversion
            {
                Id = letter.Id, ConfirmationRef = letter.ConfirmationRef, State = OutboxConversionState.DeadLettered, Reason = letter.Reason, ErrorCodes = letter.ErrorCodes,
            }),
        ]);

    public Task<WithdrawResult> WithdrawAsync(Guid id, CancellationToken cancellationToken = default) => Task.FromResult(WithdrawResult.NotFound);

    public Task<int> EraseCustomerAsync(OutboxCustomer customer, CancellationToken cancellationToken = default) => Task.FromResult(customer.Email is null ? 0 : 1);

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
