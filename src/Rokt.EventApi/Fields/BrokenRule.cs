namespace Rokt.EventApi.Fields;

/// <summary>A violation, and what it is about.</summary>
internal readonly record struct BrokenRule(Subject Subject, ConversionEventViolation Violation);
