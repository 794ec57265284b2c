using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The rows that this process cannot read at present; logged when there are some, and when there are none left.</summary>
internal sealed class UnreadableRows(ILogger logger)
{
    private readonly FailureLog _log = new(
        logger,
        "stored conversions cannot be read; see whether the keys of ASP.NET Core Data Protection can be reached, and whether a newer version of this package wrote them");

    private readonly HashSet<Guid> _ids = [];

    public void Add(Guid id)
    {
        lock (_ids)
        {
            _ids.Add(id);
            _log.RecordFailure((Exception?)null);
        }
    }

    public void Remove(Guid id)
    {
        lock (_ids)
        {
            if (_ids.Remove(id) && _ids.Count == 0)
            {
                _log.RecordSuccess();
            }
        }
    }
}
