namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Recognizes conversions that the real API would deduplicate, by their confirmation reference.</summary>
internal sealed class DuplicateFinder
{
    private const int MaxFindings = 10;

    private readonly Dictionary<string, int> _firstByReference = [];

    public IEnumerable<SandboxFinding> Find(ReceivedRequest request)
    {
        if (!request.IsTaken)
        {
            return [];
        }

        var findings = new List<SandboxFinding>();
        foreach (string reference in request.Summary.ConfirmationRefs)
        {
            if (!_firstByReference.TryAdd(reference, request.Number))
            {
                int first = _firstByReference[reference];
                request.SetDuplicateOf(first);
                if (findings.Count < MaxFindings)
                {
                    findings.Add(new SandboxFinding(SandboxGrade.Advice, "events", first == request.Number
                        ? "Two events have the same confirmationref: Rokt counts them once."
                        : $"The confirmationref arrived with request {first} before: Rokt counts the two once."));
                }
            }
        }

        return findings;
    }

    public void Forget(ReceivedRequest request)
    {
        foreach (string reference in request.Summary.ConfirmationRefs)
        {
            if (_firstByReference.TryGetValue(reference, out int first) && first == request.Number)
            {
                _firstByReference.Remove(reference);
            }
        }
    }
}
