namespace Alerting.Engine.Boundaries;

/// <summary>The region in which a location lies.</summary>
/// <param name="Code">The deepest one; null where there is none, or where there are several.</param>
/// <param name="Several">Codes of the regions that overlap there, none of which is part of another; empty where one was found.</param>
public readonly record struct LocatedRegion(string? Code, IReadOnlyList<string> Several);
