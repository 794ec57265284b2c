using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges a request's body by the guide alone, without the SDK, so that it catches the SDK's mistakes.</summary>
internal sealed class BodyJudge(bool isStrict, TimeProvider clock)
{
    public const int MaxBodyBytes = 256 * 1024;

    private const int Accepted = 202;
    private const int BadRequest = 400;
    private const int TooLarge = 413;
    private const int UnsupportedMediaType = 415;
    private const string Malformed = "The guide: a malformed body gets a 400.";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonSyntax.MaxDepth };

    public Judgement Judge(BodyHeaders headers, bool isBulk, ReadOnlyMemory<byte> body)
    {
        if (headers.IsEncoded || body.Span is [0x1F, 0x8B, ..])
        {
            return Judgement.Refusal(UnsupportedMediaType, "The body is compressed (gzip or another Content-Encoding): send it as plain JSON.", Malformed);
        }

        if (body.Length > MaxBodyBytes)
        {
            return Judgement.Refusal(TooLarge, "The request has more than 256 kB.", "The guide's limits: total request size 256kb.");
        }

        if (JsonSyntax.FirstProblem(body.Span) is { } problem)
        {
            return Judgement.Refusal(BadRequest, problem, Malformed);
        }

        using var document = JsonDocument.Parse(body, Options);
        var findings = new Findings();
        JudgeContentType(headers.ContentType, findings);
        return isBulk ? JudgeBulk(document.RootElement, findings, body.Length) : JudgeBatch(document.RootElement, findings, body.Length);
    }

    private Judgement JudgeBatch(JsonElement root, Findings findings, int bytes)
    {
        new BatchJudge(findings, clock.GetUtcNow()).Judge(root, bytes, index: null);
        return Create(findings, Refusals(findings) == 0 ? Accepted : BadRequest, BodySummary.Create(root), MatchScore.Calculate(root));
    }

    private Judgement JudgeBulk(JsonElement root, Findings findings, int bytes)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
        {
            return Judgement.Refusal(BadRequest, "The body must be a list of at least one batch; a single batch is sent to /v2/events.", Malformed);
        }

        var judge = new BatchJudge(findings, clock.GetUtcNow());
        var accepted = new List<BodySummary>();
        MatchScore? score = null;
        bool isAllRefused = Refusals(findings) > 0;
        int refusedBefore = Refusals(findings);
        int index = 0;
        foreach (JsonElement batch in root.EnumerateArray())
        {
            judge.Judge(batch, bytes > BatchAdviser.MaxBytes ? Encoding.UTF8.GetByteCount(batch.GetRawText()) : 0, index++);
            if (!isAllRefused && Refusals(findings) == refusedBefore)
            {
                accepted.Add(BodySummary.Create(batch));
            }

            // The worst of them is what there is to do something about.
            MatchScore own = MatchScore.Calculate(batch);
            score = score is null || own.Value < score.Value ? own : score;
            refusedBefore = Refusals(findings);
        }

        // As recorded: one batch that can be taken makes it a 202, which names the others.
        return Create(findings, accepted.Count > 0 ? Accepted : BadRequest, BodySummary.Merge(accepted), score);
    }

    private Judgement Create(Findings findings, int statusCode, BodySummary summary, MatchScore? score)
    {
        IReadOnlyList<SandboxFinding> all = findings.ToList();
        return new Judgement(statusCode, all, [.. all.Where(IsRefusal)], summary, score);
    }

    private int Refusals(Findings findings) =>
        findings.Count(SandboxGrade.Refused) + (isStrict ? findings.Count(SandboxGrade.AgainstTheGuide) : 0);

    private bool IsRefusal(SandboxFinding finding) => finding.Grade >= (isStrict ? SandboxGrade.AgainstTheGuide : SandboxGrade.Refused);

    private static void JudgeContentType(string? contentType, Findings findings)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || (type.CharSet is { } charSet && !string.Equals(charSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            findings.Warn(default, null, "The Content-Type must be application/json, in UTF-8.", "The guide's example: Content-Type: application/json.");
        }
    }
}
