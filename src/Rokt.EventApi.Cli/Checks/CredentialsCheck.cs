using System.Net;

namespace Rokt.EventApi.Cli.Checks;

/// <summary>Sends the guide's conversion in the environment development.</summary>
internal static class CredentialsCheck
{
    private const string Name = "Credentials";

    // A firewall may drop what goes to the pods that are not the account's.
    private static readonly TimeSpan PodTimeout = TimeSpan.FromSeconds(2);

    /// <param name="client">The account's client.</param>
    /// <param name="otherPods">The same account at the pods that the settings do not name; made when asked for.</param>
    /// <param name="clock">The clock of how long another pod has to respond.</param>
    /// <param name="cancellationToken">A token to cancel the check.</param>
    public static async Task<CheckResult> RunAsync(IEventApiClient client, IEnumerable<(Pod Pod, IEventApiClient Client)> otherPods, TimeProvider clock, CancellationToken cancellationToken)
    {
        ConversionEvent conversion = ConversionEvent.CreateBuilder()
            .WithEmail("john.doe@example.com").WithFirstName("John").WithLastName("Doe")
            .WithConversionType("purchase").WithAmount(100.00m, "USD").WithQuantity(1).WithConfirmationRef("rokt-check")
            .Build();
        SendResult result = await client.SendAsync(conversion, cancellationToken).ConfigureAwait(false);
        if (result.StatusCode == HttpStatusCode.Forbidden && await FindPodAsync(conversion, otherPods, clock, cancellationToken).ConfigureAwait(false) is { } pod)
        {
            return new CheckResult(Name, Verdict.Bad, $"403: key and secret are those of pod {pod.Name}") { Fix = $"Set Pod to {pod.Name} (Rokt__Pod in the environment)." };
        }

        string response = string.Join(", ", result.Errors.Select(error => error.ToString()).Prepend($"{(int?)result.StatusCode}").Where(text => text.Length > 0));
        return result switch
        {
            { Status: SendStatus.Accepted } => new CheckResult(Name, Verdict.Good, $"a test conversion was accepted ({(int?)result.StatusCode})"),
            { StatusCode: HttpStatusCode.Unauthorized } => new CheckResult(Name, Verdict.Bad, "401: the Authorization header did not arrive")
            {
                Fix = "A proxy removes it: have this host excepted.",
            },
            { StatusCode: HttpStatusCode.Forbidden } => new CheckResult(Name, Verdict.Bad, "403: key, secret and pod do not fit together")
            {
                Fix = "Compare all three with what Rokt gave you: a key works at its own pod only.",
            },
            { StatusCode: HttpStatusCode.TooManyRequests } => new CheckResult(Name, Verdict.Notable, "429: the account's limit is in use, so the credentials were not judged")
            {
                Fix = "Try again when the account sends less.",
            },
            { Status: SendStatus.Rejected } => new CheckResult(Name, Verdict.Bad, $"rejected with {response}") { Fix = "Show this to your Rokt account representative." },
            _ => new CheckResult(Name, Verdict.Bad, $"the API is unavailable ({response})") { Fix = "Try again later: network and settings are right so far." },
        };
    }

    // A pod that cannot be reached, or not in time, is not the one.
    private static async Task<Pod?> FindPodAsync(ConversionEvent conversion, IEnumerable<(Pod Pod, IEventApiClient Client)> pods, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach ((Pod pod, IEventApiClient client) in pods)
        {
            using var timeout = new CancellationTokenSource(PodTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                if ((await client.SendAsync(conversion, either.Token).ConfigureAwait(false)).Status == SendStatus.Accepted)
                {
                    return pod;
                }
            }
            catch (OperationCanceledException)
            {
                // It did not respond in time.
            }
        }

        return null;
    }
}
