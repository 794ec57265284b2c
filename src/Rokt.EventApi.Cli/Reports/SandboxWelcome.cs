using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>What is printed at the start: all that it takes to send a first conversion.</summary>
internal static class SandboxWelcome
{
    private const string Example =
        """{"environment":"development","user_identities":{"email":"john.doe@example.com"},"events":[{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"amount":100.00,"currency":"USD","confirmationref":"XYZ123"}}}]}""";

    public static string Text(EventApiSandbox sandbox) => $$"""
        The Event API sandbox is running; Ctrl+C ends it.

          Page        {{sandbox.PageAddress}}
          Event API   {{sandbox.BaseAddress}}v2/events
          Key         {{sandbox.ApiKey}}
          Secret      {{sandbox.ApiSecret}}
          Control     {{sandbox.BaseAddress}}sandbox/openapi.json{{(sandbox.AccessToken is { } token ? $" (Authorization: Bearer {token})" : "")}}

        Send a conversion:

          curl -i {{sandbox.BaseAddress}}v2/events -u '{{sandbox.ApiKey}}:{{sandbox.ApiSecret}}' -H 'Content-Type: application/json' -d '{{Example}}'

        Point Rokt.EventApi at it, in appsettings.Development.json:

          {
            "Rokt": {
              "ApiKey": "{{sandbox.ApiKey}}",
              "ApiSecret": "{{sandbox.ApiSecret}}",
              "Environment": "Development",
              "BaseAddress": "{{sandbox.BaseAddress}}"
            }
          }

        """;
}
