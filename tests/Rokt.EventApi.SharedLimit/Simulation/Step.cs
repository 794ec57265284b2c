namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>Something that happens to an instance, or to one of its calls.</summary>
internal readonly record struct Step(StepKind Kind, Instance Instance, Request? Request);
