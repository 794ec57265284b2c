using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.Aspire;

namespace Rokt.EventApi.Consumers;

/// <summary>Calls every public member of the sandbox's packages.</summary>
internal static class EveryMemberOfTheSandbox
{
    public static EventApiSandboxOptions Options(EventApiSandboxOptions o) => new()
    {
        AccessToken = o.AccessToken,
        ApiKey = o.ApiKey,
        ApiSecret = o.ApiSecret,
        BatchesPerSecond = o.BatchesPerSecond,
        ListenAddress = o.ListenAddress,
        MaxRequestsKept = o.MaxRequestsKept,
        Port = o.Port,
        RecordFile = o.RecordFile,
        Strict = o.Strict,
        ThrottleRetryAfter = o.ThrottleRetryAfter,
        TimeProvider = o.TimeProvider,
        UseHttps = o.UseHttps,
    };

    public static async Task Run(EventApiSandboxOptions options, CancellationToken cancellationToken)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(options, cancellationToken);
        sandbox.Arm(SandboxFault.Status(503, 2, TimeSpan.FromSeconds(1), "body", new Dictionary<string, string>()).ForShare(0.5));
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(1), 2));
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody: true, times: 2));
        sandbox.SetThrottle(270, TimeSpan.FromSeconds(1));
        Read(sandbox.AccessToken!, sandbox.ApiKey, sandbox.ApiSecret, sandbox.BaseAddress, sandbox.PageAddress, sandbox.RecordProblem!, sandbox.Requests);
        foreach (ReceivedRequest request in await sandbox.WaitForRequestsAsync(1, cancellationToken))
        {
            Read(Copy(request));
        }

        sandbox.Clear();
    }

    public static ReceivedRequest Copy(ReceivedRequest r)
    {
        Read(r.Advice, r.Errors, r.BodyText);
        return new ReceivedRequest
        {
            Attempt = r.Attempt, Body = r.Body, DuplicateOf = r.DuplicateOf, Findings = [.. r.Findings], Headers = r.Headers, MatchScore = r.MatchScore, Method = r.Method,
            Number = r.Number, Path = r.Path, Pod = r.Pod, ReceivedAt = r.ReceivedAt, StatusCode = r.StatusCode,
        };
    }

    public static SandboxFinding Copy(SandboxFinding finding) => new(finding.Grade, finding.Path, finding.Message, finding.Rule);

    public static object[] Score(ReadOnlyMemory<byte> body)
    {
        MatchScore score = MatchScore.Calculate(body);
        return [score.Value, MatchScore.Maximum, score.Present, score.Missing];
    }

    public static Task<EventApiSandbox> Host(IDistributedApplicationBuilder builder, IResourceBuilder<ContainerResource> shop)
    {
        IResourceBuilder<EventApiSandboxResource> rokt = builder.AddRoktEventApiSandbox("rokt", options => options.Strict = true);
        shop.WithReference(rokt, "Accounts:Rokt");
        return rokt.Resource.Sandbox;
    }

    private static void Read(params object[] values)
    {
    }
}
