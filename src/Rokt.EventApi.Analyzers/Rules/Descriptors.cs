using Microsoft.CodeAnalysis;

namespace Rokt.EventApi.Analyzers.Rules;

/// <summary>What each rule is called, says and links to.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor IgnoredResult = new(
        "ROKT001",
        "The result of a send is ignored",
        "The result of the send is ignored; a refusal does not throw: call EnsureAccepted() or look at the status",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A send does not throw when refused or unavailable. Only its result says that a conversion did not arrive.",
        DocumentationAddress.Value + "#rokt001");

    public static readonly DiagnosticDescriptor ClientPerCall = new(
        "ROKT002",
        "A client is created again and again",
        "The client is created again and again; create one and reuse it, or register it with AddRoktEventApi",
        "Performance",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Connections, the rate limit and the circuit breaker belong to a client. One that lives for a call reconnects and shares no rate limit.",
        DocumentationAddress.Value + "#rokt002");

    public static readonly DiagnosticDescriptor MissingConfirmationRef = new(
        "ROKT003",
        "An event has no confirmation reference",
        "The event is built without WithConfirmationRef; Rokt cannot recognize a repeat and may count it twice",
        "Reliability",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "When a response is lost, the event is sent again. Rokt counts it once by its confirmation reference, such as the order's number.",
        DocumentationAddress.Value + "#rokt003");

    public static readonly DiagnosticDescriptor CredentialInSource = new(
        "ROKT004",
        "A credential is in the source code",
        "The value of {0} is in the source code; read it from configuration, such as user secrets or a vault",
        "Security",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Whoever reads the source code or the assembly can send events in the account's name.",
        DocumentationAddress.Value + "#rokt004");
}
